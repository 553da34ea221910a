import { type Mode, stops } from '../plan/outcome.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { downtimeSummary } from './downtime-lines.ts';
import { collected, counted, listed, ranges } from './fold.ts';
import { type Group, grouped } from './groups.ts';
import { LABELS } from './labels.ts';
import { messageLines } from './message-lines.ts';
import { printable } from './printable.ts';
import { plannedLines, rolloutLines } from './rollout/rollout-lines.ts';
import type { RolloutRecord } from './rollout/rollouts.ts';
import { wrapped } from './wrap.ts';

export interface ClosingOptions {
  mode: Mode;
  /** How many hosts the run has. */
  hosts: number;
  /** How its waves went. */
  rollouts?: readonly RolloutRecord[];
  width: number;
  /** Whether hosts are distinguished that differ in values only. */
  expand: boolean;
}

/** Lines of a reason at the end; the task above has all of them. */
const REASON_LINES = 6;

/**
 * What stands below the recap, the most urgent last: what guests were without, what a dry run would do, how the waves
 * went, which tasks did not start for which reason, and which hosts failed, each with its reason.
 */
export function closingLines(outcomes: readonly TaskRecord[], options: ClosingOptions): string[] {
  const { mode, width, rollouts = [] } = options;
  const downtimes = downtimeSummary(outcomes);
  const check = `Check: nothing was changed. ${forecast(outcomes)}`;
  return [
    ...(downtimes === undefined ? [] : wrapped(`${downtimes}.`, width)),
    ...(mode === 'apply' ? [] : wrapped(check, width)),
    ...rollouts.flatMap((one) =>
      mode === 'apply' ? rolloutLines(one, outcomes, width) : plannedLines(one, width),
    ),
    ...stoppedLines(outcomes, options),
  ];
}

/** Which tasks did not start for which reason, and which hosts failed, each with its reason. */
export function stoppedLines(outcomes: readonly TaskRecord[], options: ClosingOptions): string[] {
  const { mode, hosts } = options;
  const stopping = outcomes.filter(stops);
  const stopped = new Set(stopping.map(({ host }) => host));
  const lines: string[] = [];
  const idle = outcomes.filter((one) => isIdle(one) && !stopped.has(one.host));
  lines.push(...idleLines(idle, options));
  if (stopping.length === 0) return lines;
  lines.push(`${stopped.size} of ${counted(hosts, 'host')} ${FAILS[mode]}:`);
  // A host may fail at several tasks: what it did not start stands at the first.
  const left = new Map(
    collected(outcomes.filter(isIdle), ({ host }) => host).map((own) => [own[0].host, own.length]),
  );
  for (const same of collected(stopping, ({ play, task }) => JSON.stringify([play, task])))
    for (const group of grouped(same, options)) {
      const behind = group.hosts.reduce((sum, host) => sum + (left.get(host) ?? 0), 0);
      for (const host of group.hosts) left.delete(host);
      lines.push(...failureLines(group, behind, options));
    }
  return lines;
}

function isIdle({ status }: TaskRecord): boolean {
  return status === 'not-started';
}

const FAILS = { apply: 'failed', check: 'would fail', drift: 'could not be checked' } as const;

/** Hosts that did not come to their end although nothing failed on them: a batch before theirs did, or Ctrl-C came. */
function idleLines(idle: readonly TaskRecord[], { hosts, width }: ClosingOptions): string[] {
  if (idle.length === 0) return [];
  const waiting = collected(idle, ({ host }) => host).map((own) => ({ host: own[0].host, own }));
  const reasons = collected(waiting, ({ own }) => JSON.stringify([own.length, own[0].message]));
  return [
    `${waiting.length} of ${counted(hosts, 'host')} ${hosts === 1 ? 'has' : 'have'} tasks that were not started:`,
    ...reasons.flatMap((same) => {
      const [{ own }] = same;
      const tasks = `${counted(own.length, 'task')} not started`;
      return [
        `  ${who(
          same.map(({ host }) => host),
          width - tasks.length - 4,
        )}: ${tasks}`,
        ...messageLines(own[0].message ?? '', { width, indent: '    ', limit: REASON_LINES }),
      ];
    }),
  ];
}

/** `kvm22 (failed): bridge br0, site.yaml:4:7; 3 tasks not started`, and the reason below it. */
function failureLines({ hosts, shown }: Group, behind: number, { width }: ClosingOptions): string[] {
  const { task, place, status, message = '' } = shown;
  const left = behind > 0 ? `; ${counted(behind, 'task')} not started` : '';
  const where = place ? `, ${printable(place.file)}:${place.line}:${place.column}` : '';
  const about = ` (${LABELS[status]}): ${printable(task)}${where}${left}`;
  return [
    ...wrapped(`${who(hosts, width - about.length - 2)}${about}`, width, '  '),
    ...messageLines(message, { width, indent: '    ', limit: REASON_LINES }),
  ];
}

function who(hosts: readonly string[], width: number): string {
  return listed(ranges(hosts), width);
}

function forecast(outcomes: readonly TaskRecord[]): string {
  const coming = outcomes.filter(({ status }) => status === 'would-change');
  return [`${changesOf(coming)} would be made.`, ...unverifiedOf(outcomes)].join(' ');
}

/** `2 changes on 1 host`. */
function changesOf(outcomes: readonly TaskRecord[]): string {
  if (outcomes.length === 0) return 'No change';
  const changes = outcomes.reduce((sum, outcome) => sum + outcome.changes.length, 0);
  return `${counted(changes, 'change')} on ${counted(new Set(outcomes.map(({ host }) => host)).size, 'host')}`;
}

function unverifiedOf(outcomes: readonly TaskRecord[]): string[] {
  const open = outcomes.filter(({ status, unverified }) => unverified && status === 'skipped');
  const hosts = new Set(open.map(({ host }) => host)).size;
  return open.length > 0
    ? [`${counted(open.length, 'task')} on ${counted(hosts, 'host')} cannot be predicted.`]
    : [];
}
