import type { Change } from './change.ts';

/** What a module makes of its arguments and of what was observed. */
export interface Plan {
  changes: readonly Change[];
  /** One line for the operator, shown whatever the outcome (debug, assert). */
  message?: string;
  /** Set when the task cannot succeed on this host: the sentence says why and what to do. */
  failure?: string;
  /** True but not in the way: shown, counted by nothing. */
  warnings?: readonly string[];
  /** Values that `register` keeps beside `changed` and `failed`. */
  result?: Readonly<Record<string, unknown>>;
}

/** A plan that only makes changes. */
export function changes(...list: readonly Change[]): Plan {
  return { changes: list };
}
