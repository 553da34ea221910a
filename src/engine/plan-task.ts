import { type Change, exceeds } from '../plan/change.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Plan, Trial } from '../plan/plan.ts';
import { type Probe, ProbeError, type Probes } from '../plan/probe.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { withAdvice } from './libvirt-advice.ts';
import type { Observations } from './script/observations.ts';

/** A plan, or why there is none. */
export type Judgement =
  | { kind: 'change'; plan: Plan }
  | { kind: 'ok'; plan: Plan }
  | { kind: 'blocked'; plan: Plan; message: string }
  | { kind: 'failed'; plan: Plan | undefined; message: string };

/** Plans a task on what is known of the host, and weighs the plan against what the operator consented to. */
export function judge(task: ResolvedTask, probes: Probes, current: Observations): Judgement {
  let plan: Plan;
  try {
    plan = task.definition.plan(task.desired, current.values(probes));
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { kind: 'failed', plan: undefined, message: withAdvice(error.message, task) };
  }
  if (plan.failure !== undefined) return { kind: 'failed', plan, message: plan.failure };
  const refusals = plan.changes.flatMap((change) => refusal(change, task, plan) ?? []);
  if (refusals.length > 0) return { kind: 'blocked', plan, message: [...new Set(refusals)].join('\n') };
  return plan.changes.length > 0 ? tried(plan, { task, probes, current }) : { kind: 'ok', plan };
}

/** The same with what the host says of what it has to try: `ask` takes that in, unless it is known. */
export async function judgeTried(task: ResolvedTask, current: Observations, ask: Ask): Promise<Judgement> {
  const probes = task.definition.observe(task.desired);
  const judgement = judge(task, probes, current);
  const trial = judgement.kind === 'change' ? judgement.plan.trial : undefined;
  if (!trial || current.get(trial)) return judgement;
  await ask([trial]);
  return judge(task, probes, current);
}

/** Takes in what a host answers to these probes. */
type Ask = (probes: readonly Probe[]) => Promise<void>;

function tried(
  plan: Plan,
  { task, probes, current }: { task: ResolvedTask; probes: Probes; current: Observations },
): Judgement {
  const known = plan.trial && current.get(plan.trial);
  if (!known) return { kind: 'change', plan };
  if ('error' in known) return { kind: 'failed', plan, message: known.error.message };
  const { refusal, unguarded, warnings } = known.value as Trial;
  // In a dry run what earlier tasks would write is as little applied as what somebody has forgotten to apply.
  const isFree = isGuarded(task, plan) || current.hasPredicted(Object.values(probes));
  const message = refusal ?? (isFree ? undefined : unguarded);
  const warned = { ...plan, warnings: [...(plan.warnings ?? []), ...warnings] };
  return message === undefined ? { kind: 'change', plan: warned } : { kind: 'failed', plan: warned, message };
}

/** Whether the host must be able to undo the changes of a plan by itself. */
export function isGuarded({ guard }: ResolvedTask, { changes }: Plan): boolean {
  return guard.always || changes.some(({ impact }) => impact.disruption === 'management');
}

function refusal(change: Change, task: ResolvedTask, plan: Plan): string | undefined {
  if (change.blocked !== undefined) return change.blocked;
  if (isGuarded(task, plan) && !isUndoable(plan)) return noWayBack(change);
  const { consent, consentIsOption } = task;
  const { note, guests = [] } = change.impact;
  // What the host undoes unless a new connection confirms it asks no more than any other loss of a link.
  const isManagement = change.impact.disruption === 'management';
  const disruption = change.consent ?? (isManagement ? 'link' : change.impact.disruption);
  if (!exceeds(disruption, consent)) return undefined;
  const met = guests.map(
    ({ guest, mac, interface: tap }) => `${guest} (${[tap, mac].filter(Boolean).join(', ')})`,
  );
  const why = [note, met.length > 0 && `it meets ${met.join(', ')}`].filter(Boolean).join('; ');
  const allowed = `"${consent}" is allowed${why && `: ${why}`}.`;
  if (consentIsOption) return `It needs --disruption ${disruption}; ${allowed}`;
  const refused = `It needs "disruption: ${disruption}" on the task or play; ${allowed}`;
  return [refused, change.otherwise].filter(Boolean).join(' ');
}

/** Files are put back without a word of the module; everything else it has to say how to undo. */
function isUndoable({ rollback, changes }: Plan): boolean {
  const steps = changes.flatMap((change) => change.steps);
  return rollback?.() !== undefined || steps.every((step) => step.do === 'write' || step.do === 'remove');
}

function noWayBack({ what, impact: { note } }: Change): string {
  return [
    `${note ?? what}. Nothing on the host would undo this change if it cuts you off.`,
    'Make it on the console, with ansible_connection: local and without guard.',
  ].join(' ');
}

/** Whether what its steps do cannot be seen by observing again. */
export function isOpaque({ changes }: Plan): boolean {
  return changes.some(({ proof }) => proof === 'opaque');
}

/** The changes of a plan that reports show. */
export function reportedChanges({ changes }: Plan): readonly Change[] {
  return changes.filter(({ bookkeeping }) => !bookkeeping);
}

/** The parts of an outcome that a plan decides. */
export function planned(plan: Plan): Partial<Outcome> {
  const { message, warnings } = plan;
  return {
    changes: reportedChanges(plan),
    ...(message !== undefined && { message }),
    ...(warnings?.length && { warnings }),
  };
}
