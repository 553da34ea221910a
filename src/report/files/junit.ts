import type { Finding } from '../../drift/finding.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { changeText } from '../change-text.ts';
import { counts } from '../drift/drift-code.ts';
import { stateName } from '../drift/state-name.ts';
import { collected } from '../fold.ts';
import { gateEnd, type RolloutRecord, waveName } from '../rollout/rollouts.ts';
import { type Case, junitXml, type Suite, seconds } from './junit-xml.ts';
import { COMMANDS, type Report } from './report.ts';
import { FindingsByTask, verdictOf } from './verdict.ts';

/**
 * A report in the JUnit XML that Jenkins, GitLab and others read (there is no standard): a suite for each host, a case
 * for each task; of a play with waves a suite with a case for each wave. A case fails where the exit code counts it.
 */
export function junit(report: Report): string {
  const { record, findings = [] } = report;
  const { playbook, mode, started, ended, hosts, tasks } = record;
  const byTask = new FindingsByTask(findings);
  const byHost = new Map(collected(tasks, ({ host }) => host).map((own) => [own[0].host, own]));
  const suites = hosts.map((host): Suite => {
    const own = byHost.get(host) ?? [];
    const unmanaged = findings.filter((one) => one.host === host && one.state === 'unmanaged');
    const cases = [
      ...own.map((task) => caseOf(task, byTask.of(task), report)),
      ...unmanaged.map((one) => unmanagedCase(one, report)),
    ];
    return { name: host, host, cases, seconds: own.reduce((sum, task) => sum + secondsOf(task), 0) };
  });
  if (mode === 'apply') suites.push(...(record.rollouts ?? []).map(rolloutSuite));
  const took = Math.max(0, Date.parse(ended) - Date.parse(started)) / 1_000;
  return junitXml(`virtfleet ${COMMANDS[mode]} ${playbook}`, suites, { took, started });
}

function caseOf(task: TaskRecord, own: readonly Finding[], report: Report): Case {
  const { host, play, place, status, message, changes } = task;
  const open = own.filter(({ state }) => state !== 'waived');
  const shown = open.length > 0 ? open : own;
  const waivers = own.flatMap(({ waiver }) =>
    waiver ? [`waived until ${waiver.until}, ${waiver.who}: ${waiver.reason}`] : [],
  );
  return {
    attributes: {
      classname: host,
      name: `${play}: ${task.task}`,
      ...(place && { file: place.file, line: String(place.line) }),
      time: seconds(secondsOf(task)),
    },
    verdict: verdictOf(task, own, report),
    kind: shown.map(({ state }) => stateName(state)).join(', ') || status,
    lines: [...changes.map(changeText), ...(message === undefined ? [] : [message]), ...waivers],
  };
}

function unmanagedCase(finding: Finding, { failOn }: Report): Case {
  const { host, resource, state, message } = finding;
  return {
    attributes: { classname: host, name: resource, time: seconds(0) },
    verdict: counts(finding, failOn) ? 'failed' : 'passed',
    kind: stateName(state),
    lines: message === undefined ? [] : [message],
  };
}

function rolloutSuite(rollout: RolloutRecord): Suite {
  const name = `rollout of ${rollout.play}`;
  const cases = rollout.waves.map(({ started, ended, gates }, index): Case => {
    const wave = index + 1;
    const gate = gates.find(({ passed }) => passed === false);
    const reasons = [
      ...(gate ? [`${gateEnd(gate)}${gate.message === undefined ? '' : `: ${gate.message}`}`] : []),
      ...(rollout.stopped?.wave === wave ? [rollout.stopped.why] : []),
    ];
    return {
      attributes: { classname: name, name: waveName(rollout, wave), time: seconds(between(started, ended)) },
      verdict: started === undefined ? 'skipped' : reasons.length > 0 ? 'failed' : 'passed',
      kind: started === undefined ? 'not started' : 'stopped',
      lines: reasons,
    };
  });
  const took = rollout.waves.reduce((sum, { started, ended }) => sum + between(started, ended), 0);
  return { name, cases, seconds: took };
}

function secondsOf({ started, ended }: TaskRecord): number {
  return between(started, ended);
}

/** Seconds; 0 of what has not begun or not ended. */
function between(started: string | undefined, ended: string | undefined): number {
  if (started === undefined || ended === undefined) return 0;
  return Math.max(0, Date.parse(ended) - Date.parse(started)) / 1_000;
}
