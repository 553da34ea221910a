import type { Change } from './change.ts';
import type { Downtime } from './downtime.ts';

/** Every way in which a task can end on a host. */
export const STATUSES = [
  'ok',
  'changed',
  'would-change',
  'skipped',
  'blocked',
  'failed',
  'not-converged',
  'reverted',
  'unreachable',
  'lost',
  'not-started',
] as const;
export type Status = (typeof STATUSES)[number];

/** A run that applied a task: its id, `name@machine`, and when (ISO 8601). */
export interface Applied {
  run: string;
  by: string;
  at: string;
}

/**
 * What became of one task on one host. Failure has the shape of success plus the reason in `message`.
 *
 * Each task of a run has an outcome on each of its hosts. `not-started` is that of a task which never began: one
 * behind a task that stopped the host, in a batch or play that did not begin, or behind Ctrl-C.
 */
export interface Outcome {
  host: string;
  play: string;
  task: string;
  module: string;
  /** What the task is about, the same from run to run, where its module says so: `network default`. */
  resource?: string;
  /** Where the task is written; absent of what is no task, such as connecting. */
  place?: { file: string; line: number; column: number };
  status: Status;
  changes: readonly Change[];
  /** The reason of a failure, of a block, of a skip or of not starting; the line of `debug` and `assert`. */
  message?: string;
  warnings?: readonly string[];
  /** What a restart cost each port that it met, as the host measured it. */
  downtimes?: readonly Downtime[];
  /**
   * Set by `ignore_errors`, and by `ignore_unreachable` of a host that is out of reach: the status ends nothing and
   * counts for nothing. Never of a lost host.
   */
  ignored?: boolean;
  /** The `rescue` of its block deals with the failure, which counts for nothing. */
  rescued?: boolean;
  /** In a dry run: it read what an earlier task of this host may have touched in a way nobody can predict. */
  unverified?: boolean;
  /** In a drift check: by which run it was applied last. */
  applied?: Applied;
  /** Set by `no_log`: nothing that the task was given or answered is reported. */
  noLog?: true;
}

/** The counters of a host's recap, in Ansible's words. */
export interface Recap {
  ok: number;
  changed: number;
  failed: number;
  skipped: number;
  blocked: number;
  unreachable: number;
  /** Failures that the `rescue` of a block dealt with. */
  rescued: number;
  'not-started': number;
}

/** How far a run may go: `check` reports what `apply` would start, `drift` all that differs. Both only read. */
export type Mode = 'apply' | 'check' | 'drift';

/** Whether the status stops the host: nothing after it runs there. */
export function stops({
  status,
  ignored,
  rescued,
}: Pick<Outcome, 'status' | 'ignored' | 'rescued'>): boolean {
  switch (status) {
    case 'ok':
    case 'changed':
    case 'would-change':
    case 'skipped':
    case 'not-started':
      return false;
    case 'blocked':
    case 'unreachable':
      return !ignored;
    case 'failed':
    case 'not-converged':
    case 'reverted':
      return !ignored && !rescued;
    case 'lost':
      return true;
  }
}

/** Counts the outcomes of one host as Ansible does: what would change counts as changed, a lost host as failed. */
export function recap(outcomes: readonly Pick<Outcome, 'status' | 'ignored' | 'rescued'>[]): Recap {
  const counts = { ...NOTHING };
  for (const { status, ignored, rescued } of outcomes)
    counts[rescued ? 'rescued' : counterOf(status, ignored ?? false)] += 1;
  return counts;
}

const NOTHING: Readonly<Recap> = {
  ok: 0,
  changed: 0,
  failed: 0,
  skipped: 0,
  blocked: 0,
  unreachable: 0,
  rescued: 0,
  'not-started': 0,
};

function counterOf(status: Status, ignored: boolean): keyof Recap {
  switch (status) {
    case 'ok':
    case 'skipped':
    case 'changed':
    case 'not-started':
      return status;
    case 'unreachable':
      return ignored ? 'ok' : status;
    case 'would-change':
      return 'changed';
    case 'blocked':
      return ignored ? 'ok' : 'blocked';
    case 'failed':
    case 'not-converged':
    case 'reverted':
      return ignored ? 'ok' : 'failed';
    case 'lost':
      return 'failed';
  }
}
