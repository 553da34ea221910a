import type { Change } from './change.ts';
import type { Probe } from './probe.ts';
import type { Step } from './step.ts';

/** What undoes the changes of a plan without the operator. The files that its steps write or remove are put back before. */
export interface Rollback {
  /** A constant shell text that keeps, in the folder in which the steps are done, what they go by. */
  keep?: string;
  /** Done in order; one that fails keeps none of the others. */
  steps: readonly Step[];
  /** Done instead when the host boots, before it has any network. */
  boot: readonly Step[];
  /** Further files to put back: those that a program writes for the steps. */
  files?: readonly string[];
  /** Seconds after the steps in which the host may rightly be out of reach. */
  silence?: number;
}

/** What a program of the host says of what it would get. */
export interface Trial {
  /** Set when it refuses it: the task fails with this, before anything is written. */
  refusal?: string;
  /** Set when only a guarded task may do it: another one fails with this. */
  unguarded?: string;
  /** What it finds worth a word. */
  warnings: readonly string[];
}

/** What a module makes of its arguments and of what was observed. */
export interface Plan {
  changes: readonly Change[];
  /** One line for the operator, shown whatever the outcome (debug, assert). */
  message?: string;
  /** Set when the task cannot succeed on this host: the sentence says why and what to do. */
  failure?: string;
  /**
   * How the host itself undoes the changes, worked out where that may be needed; without it, or where it gives
   * nothing, they are never made there.
   */
  rollback?: () => Rollback | undefined;
  /**
   * Tried on the host before the first step, also in a dry run: asked once it is known what the host will have. Its
   * key stands for all that it rests on, since its answer is kept.
   */
  trial?: Probe<Trial> | undefined;
  /** True but not in the way: shown, counted by nothing. */
  warnings?: readonly string[];
  /** Values that `register` keeps beside `changed` and `failed`. */
  result?: Readonly<Record<string, unknown>>;
}

/** A plan that only makes changes. */
export function changes(...list: readonly Change[]): Plan {
  return { changes: list };
}
