import { networkCopy } from '../management/network-copy.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import type { Probes } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import { existence } from './files.ts';

/** Paths that say whether there is anything to do. */
export interface Conditions {
  creates?: string | undefined;
  removes?: string | undefined;
}

/** What of a host decides whether something is run there. */
export function conditionProbes({ creates, removes }: Conditions): Probes {
  return {
    ...(creates !== undefined && { creates: existence(creates) }),
    ...(removes !== undefined && { removes: existence(removes) }),
  };
}

/** Seconds that a program may take which somebody else wrote. */
export const LONGEST_RUN = 3600;

/**
 * Runs something of whose effect nobody knows more than what it `creates`, unless that is there already or what it
 * removes is not.
 */
export function running(
  what: string,
  step: Step,
  { creates }: Conditions,
  current: { readonly creates?: unknown; readonly removes?: unknown },
): Plan {
  if (current.creates === true || current.removes === false) return changes();
  const change: Change = {
    action: 'run',
    proof: 'opaque',
    what,
    before: null,
    after: 'run',
    impact: NO_IMPACT,
    steps: [step],
    predictions: creates === undefined ? [] : [predict(existence(creates), true)],
  };
  return { changes: [change], rollback: () => networkCopy };
}
