import type { Action, Cause, Change, Copy, Impact, TextDiff } from './change.ts';
import type { Outcome } from './outcome.ts';
import { stepLines } from './step.ts';

/** A change as reports and histories have it. */
export interface ChangeRecord {
  action: Action;
  proof: Change['proof'];
  what: string;
  /** The same without what it says of one copy. */
  subject?: string;
  before: string | null;
  after: string | null;
  /** The copies that differ, where there are several kinds of them. */
  copies?: readonly Copy[];
  /** In a drift check: why it differs. */
  cause?: Cause;
  impact: Impact;
  diff?: TextDiff;
  /** What was or would be done, a line for each thing. */
  steps: readonly string[];
}

/** How one task ended on one host, as reports and histories have it: plain data without secrets. */
export interface TaskRecord
  extends Pick<
    Outcome,
    | 'host'
    | 'play'
    | 'task'
    | 'module'
    | 'resource'
    | 'place'
    | 'status'
    | 'message'
    | 'warnings'
    | 'downtimes'
    | 'applied'
  > {
  /** ISO 8601, of the controller's clock; absent of a task that never began. */
  started?: string;
  ended: string;
  changes: readonly ChangeRecord[];
  ignored?: true;
  rescued?: true;
  unverified?: true;
}

/** When a task began and ended: milliseconds since 1970. */
export interface Timing {
  started?: number;
  ended: number;
}

/** The message of a task that says `no_log`. */
const HIDDEN = 'Hidden, because the task says no_log.';
/** What stands where something is kept secret. */
export const STARS = '********';

/** Gives data of the same shape, with stars for what no output may have. */
export type Conceal = <T>(data: T) => T;

/**
 * The record of an outcome. This is the one place that takes secrets out: a task with `no_log` keeps its status and the
 * impact of its changes, and `conceal` takes what is hidden out of every text.
 */
export function recordOf(outcome: Outcome, timing: Timing, conceal: Conceal): TaskRecord {
  const { noLog, changes, ignored, rescued, unverified, ...rest } = outcome;
  const { started, ended } = timing;
  const record: TaskRecord = {
    ...rest,
    ...(started !== undefined && { started: new Date(started).toISOString() }),
    ended: new Date(ended).toISOString(),
    changes: changes.map(noLog ? hiddenChange : changeRecord),
    ...(ignored && { ignored }),
    ...(rescued && { rescued }),
    ...(unverified && { unverified }),
  };
  return conceal(noLog ? hidden(record) : record);
}

function changeRecord({ action, proof, diff, steps, ...change }: Change): ChangeRecord {
  const { what, subject, before, after, copies, cause, impact } = change;
  const lines = steps.flatMap(stepLines);
  const known = { ...(copies?.length && { copies }), ...(cause && { cause }) };
  return {
    action,
    proof,
    what,
    ...(subject !== undefined && { subject }),
    before,
    after,
    ...known,
    impact,
    ...(diff && { diff }),
    steps: lines,
  };
}

function hiddenChange({ action, proof, before, after, copies, cause, impact }: Change): ChangeRecord {
  const value = (text: string | null) => (text === null ? null : STARS);
  const values = { what: STARS, before: value(before), after: value(after) };
  const known = { ...(copies?.length && { copies }), ...(cause && { cause }) };
  return { action, proof, ...values, ...known, impact: { disruption: impact.disruption }, steps: [] };
}

function hidden({ message, warnings: _, ...record }: TaskRecord): TaskRecord {
  return message === undefined ? record : { ...record, message: HIDDEN };
}
