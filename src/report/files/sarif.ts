import { type Finding, resourceOf } from '../../drift/finding.ts';
import type { Status } from '../../plan/outcome.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { changeText } from '../change-text.ts';
import { stateName } from '../drift/state-name.ts';
import { COMMANDS, type Report } from './report.ts';
import { resultOf, type Said, sarifText } from './sarif-result.ts';
import { RULES, type RuleId } from './sarif-rules.ts';

/**
 * A report in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for GitHub's code scanning and others: a
 * result for each finding and each failure, at the task that describes it.
 */
export function sarif(report: Report): string {
  const { record, virtfleet, exitCode, findings = [] } = report;
  const { run, mode, started, ended, interrupted, tasks } = record;
  const results = [...findings.map(ofFinding), ...tasks.flatMap((task) => ofTask(task, mode === 'drift'))];
  return sarifText({
    virtfleet,
    rules: Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } })),
    automationDetails: { id: `virtfleet ${COMMANDS[mode]} ${record.playbook}/`, guid: run },
    invocation: {
      executionSuccessful: !interrupted && exitCode !== 2 && exitCode !== 70,
      exitCode,
      startTimeUtc: started,
      endTimeUtc: ended,
    },
    results,
  });
}

function ofFinding(finding: Finding) {
  const { host, resource, state, changes, message, place, isNew, waiver } = finding;
  const lines = [...changes.map(changeText), ...(message === undefined ? [] : [message])];
  const said: Said & { rule: RuleId } = {
    rule: state,
    level: state === 'drifted' || state === 'both' ? 'error' : state === 'pending' ? 'warning' : 'note',
    host,
    resource,
    text: [`${resource} on ${host}: ${stateName(state)}`, ...lines].join('\n'),
    place,
    identity: [host, resource, ...changes.map(({ what }) => what)],
  };
  const suppressions = waiver && [
    {
      kind: 'external',
      status: 'accepted',
      justification: `${waiver.reason} (${waiver.who}, until ${waiver.until})`,
    },
  ];
  return {
    ...resultOf(said),
    ...(state !== 'unmanaged' && !waiver && { baselineState: isNew ? 'new' : 'unchanged' }),
    ...(suppressions && { suppressions }),
  };
}

const FAILURES: Readonly<Partial<Record<Status, RuleId>>> = {
  blocked: 'blocked',
  failed: 'failed',
  'not-converged': 'failed',
  reverted: 'failed',
  unreachable: 'unreachable',
  lost: 'unreachable',
  'would-change': 'would-change',
};

/** What a task says; in a drift check its differences are findings. */
function ofTask(task: TaskRecord, isDrift: boolean) {
  const { host, status, ignored, rescued, changes, message, place } = task;
  const rule = FAILURES[status];
  if (!rule || ignored || rescued || (isDrift && rule === 'would-change')) return [];
  const resource = resourceOf(task);
  const lines = [...changes.map(changeText), ...(message === undefined ? [] : [message])];
  const text = [`${task.task} on ${host}: ${status}`, ...lines].join('\n');
  const level = rule === 'would-change' ? 'note' : 'error';
  return [resultOf({ rule, level, host, resource, text, place, identity: [host, resource, task.task] })];
}
