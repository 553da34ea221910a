import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, resourceOf } from '../../drift/finding.ts';
import type { Status } from '../../plan/outcome.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { changeText } from '../change-text.ts';
import { stateName } from '../drift/state-name.ts';
import { COMMANDS, type Report } from './report.ts';
import { RULES, type RuleId } from './sarif-rules.ts';

/**
 * A report in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for GitHub's code scanning and others: a
 * result for each finding and each failure, at the task that describes it.
 */
export function sarif(report: Report): string {
  const { record, virtfleet, exitCode, findings = [] } = report;
  const { run, mode, started, ended, interrupted, tasks } = record;
  const results = [...findings.map(ofFinding), ...tasks.flatMap((task) => ofTask(task, mode === 'drift'))];
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'virtfleet',
            version: virtfleet,
            rules: Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        automationDetails: { id: `virtfleet ${COMMANDS[mode]} ${record.playbook}/`, guid: run },
        invocations: [
          {
            executionSuccessful: !interrupted && exitCode !== 2 && exitCode !== 70,
            exitCode,
            startTimeUtc: started,
            endTimeUtc: ended,
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** What one result says. */
interface Said {
  rule: RuleId;
  level: 'error' | 'warning' | 'note';
  host: string;
  resource: string;
  text: string;
  place: TaskRecord['place'];
  /** What is the same from run to run. */
  identity: readonly string[];
}

function ofFinding(finding: Finding) {
  const { host, resource, state, changes, message, place, isNew, waiver } = finding;
  const lines = [...changes.map(changeText), ...(message === undefined ? [] : [message])];
  const said: Said = {
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

function resultOf({ rule, level, host, resource, text, place, identity }: Said) {
  const digest = createHash('sha256').update(JSON.stringify([rule, ...identity]));
  return {
    ruleId: rule,
    level,
    message: { text: plain(text) },
    locations: [
      {
        ...(place && { physicalLocation: physical(place) }),
        logicalLocations: [{ name: resource, fullyQualifiedName: `${host}/${resource}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'virtfleet/v1': digest.digest('hex') },
  };
}

/** Text of a host is no link: `[text](target)` is one in SARIF, also in plain text. */
function plain(text: string): string {
  return text.replaceAll('](', '] (').replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** Relative paths stay relative: GitHub finds the file in the repository. */
function physical({ file, line, column }: NonNullable<TaskRecord['place']>) {
  const uri = isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri }, region: { startLine: line, startColumn: column } };
}
