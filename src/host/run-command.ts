import { commandTouch } from '../management/network-command.ts';
import { networkCopy } from '../management/network-copy.ts';
import { guarded, selfImpact } from '../management/self-path.ts';
import { sessionPath } from '../management/session-path.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import type { Current } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import { existence } from './files.ts';

/** Paths that say whether there is anything to do; and the command line, where one is known. */
export interface Conditions {
  creates?: string | undefined;
  removes?: string | undefined;
  line?: string;
}

/** What of a host decides whether something is run there, and whether under a guard. */
export function conditionProbes({ creates, removes, line = '' }: Conditions) {
  return {
    ...(creates !== undefined && { creates: existence(creates) }),
    ...(removes !== undefined && { removes: existence(removes) }),
    ...(commandTouch(line) !== undefined && { session: sessionPath }),
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
  { creates, line = '' }: Conditions,
  current: Current<ReturnType<typeof conditionProbes>>,
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
  const { session } = current;
  const self = session && selfImpact({ unknown: commandTouch(line) }, { session });
  return { changes: [guarded(change, self)], rollback: () => networkCopy };
}
