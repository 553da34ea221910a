import { type Change, exceeds } from '../plan/change.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { ProbeError, type Probes } from '../plan/probe.ts';
import type { ResolvedTask } from '../playbook/task.ts';
import { withAdvice } from './denied.ts';
import type { Observations } from './observations.ts';

/** A plan, or why there is none. */
export type Judgement =
  | { kind: 'change'; plan: Plan }
  | { kind: 'ok'; plan: Plan }
  | { kind: 'blocked'; plan: Plan; message: string }
  | { kind: 'failed'; plan: Plan | undefined; message: string };

/** Plans a task on what is known of the host, and weighs the plan against what the operator consented to. */
export function judge(task: ResolvedTask, probes: Probes, seen: Observations): Judgement {
  let plan: Plan;
  try {
    plan = task.definition.plan(task.wanted, seen.values(probes));
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { kind: 'failed', plan: undefined, message: withAdvice(error.message, task) };
  }
  if (plan.failure !== undefined) return { kind: 'failed', plan, message: plan.failure };
  const refusals = plan.changes.flatMap((change) => refusal(change, task) ?? []);
  if (refusals.length > 0) return { kind: 'blocked', plan, message: refusals.join('\n') };
  return { kind: plan.changes.length > 0 ? 'change' : 'ok', plan };
}

/** Until a change can be undone by the host itself, nothing allows one that may cut the operator off. */
const NO_WAY_BACK =
  'Nothing on the host would undo this change if it cuts you off. Make it on the console, with ansible_connection: local.';

function refusal(change: Change, { consent }: ResolvedTask): string | undefined {
  if (change.blocked !== undefined) return change.blocked;
  const { disruption, note, guests = [] } = change.impact;
  if (!exceeds(disruption, consent)) return undefined;
  if (disruption === 'management') return `${note ?? change.what}. ${NO_WAY_BACK}`;
  const met = guests.map(
    ({ guest, mac, interface: tap }) => `${guest} (${[tap, mac].filter(Boolean).join(', ')})`,
  );
  const why = [note, met.length > 0 && `it meets ${met.join(', ')}`].filter(Boolean).join('; ');
  return `It needs "disruption: ${disruption}" on the task or play; "${consent}" is allowed${why && `: ${why}`}.`;
}

/** The changes of a plan that are told. */
export function toldOf({ changes }: Plan): readonly Change[] {
  return changes.filter(({ bookkeeping }) => !bookkeeping);
}

/** The parts of an outcome that a plan decides. */
export function planned(plan: Plan): Partial<Outcome> {
  const { message, warnings } = plan;
  return {
    changes: toldOf(plan),
    ...(message !== undefined && { message }),
    ...(warnings?.length && { warnings }),
  };
}
