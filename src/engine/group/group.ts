import type { Change, Holding } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Step, secondsOf } from '../../plan/step.ts';
import type { Timing } from '../../plan/task-record.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Work } from '../apply.ts';
import { isGuarded, judge } from '../plan-task.ts';
import type { Observations } from '../script/observations.ts';
import { type Planned, restingOn, work } from '../transaction.ts';

/** A task of a group, as its script has it. */
export interface Member extends Planned {
  work: Work;
}

/**
 * The tasks that can be done in one script with the first: those right behind it that need no answer in between. Each is
 * planned on what was read and what those before it predict. `current` is left as it is.
 */
export function groupOf(
  first: Planned,
  behind: readonly ResolvedTask[],
  current: Observations,
): [Member, ...Member[]] {
  const group: [Member, ...Member[]] = [{ ...first, work: work(first, current) }];
  if (!isAmong(first.task, first) || !isShared(first)) return group;
  const known = current.copy();
  const predicted = new Set<string>();
  for (const task of behind) {
    const last = group.at(-1) as Member;
    const holds = holdsOf(last.plan);
    if (!holds || !isAmong(task, first)) break;
    for (const { probe, value } of last.plan.changes.flatMap(({ predictions }) => predictions)) {
      known.predict(probe, value);
      if (!probe.volatile) predicted.add(probe.key);
    }
    const probes = task.definition.observe(task.desired);
    const keys = Object.values(probes).map(({ key }) => key);
    // What two tasks are about is looked at in between, unless it changes by itself anyway.
    if (keys.some((key) => predicted.has(key)) || known.missing(Object.values(probes)).length > 0) break;
    const judgement = judge(task, probes, known);
    if (judgement.kind !== 'change' || !isShared({ ...judgement, task })) break;
    last.work.holds = holds;
    const next = { task, probes, plan: judgement.plan };
    // What follows from predictions is compared as it was before them.
    group.push({ ...next, work: { ...work(next, known), before: restingOn(probes, current) } });
  }
  return group;
}

/** Whether all is said of a task when its steps are done and its host was read again. */
function isAmong(task: ResolvedTask, { task: first }: Planned): boolean {
  const { definition, until, pause, changedWhen, failedWhen } = task;
  return (
    task.become === first.become &&
    [until, pause, changedWhen, failedWhen].every((each) => each === undefined) &&
    [task.delegateTo, task.checkOnly, task.ignoreUnreachable].every((each) => each === undefined) &&
    [definition.opaque, definition.joins, definition.adds].every((each) => each === undefined)
  );
}

function isShared({ task, plan }: Pick<Planned, 'task' | 'plan'>): boolean {
  const steps = plan.changes.flatMap((change) => change.steps);
  return (
    steps.length > 0 &&
    steps.every(({ do: kind }) => SHARED.has(kind)) &&
    secondsOf(steps) === 0 &&
    plan.changes.every(isPlain) &&
    !plan.trial &&
    !isGuarded(task, plan)
  );
}

const SHARED: ReadonlySet<Step['do']> = new Set(['run', 'script', 'virsh', 'virsh-set', 'write', 'remove']);

/** Whether a change does what it predicts, and takes no link from anybody. */
function isPlain({ proof, sideEffects, impact: { disruption } }: Change): boolean {
  return proof === 'observed' && !sideEffects && (disruption === 'none' || disruption === 'service');
}

/** How the host tells that a plan was made; undefined where it cannot. */
function holdsOf({ changes }: Plan): Holding[] | undefined {
  const holds = changes.map((change) => {
    if (change.holds) return [change.holds];
    return change.steps.every((step) => step.do === 'write' || step.do === 'remove') ? [] : undefined;
  });
  return holds.every((each) => each !== undefined) ? holds.flat() : undefined;
}

/** When a task of a group began and ended: `ends` are seconds of the host from the beginning of the first. */
export function timingOf(started: number, ends: readonly (number | undefined)[], index: number): Timing {
  const at = (end: number | undefined) => (end === undefined ? undefined : started + end * 1000);
  const isLast = index === ends.length - 1;
  return {
    started: at(ends[index - 1]) ?? started,
    ended: (isLast ? undefined : at(ends[index])) ?? Date.now(),
  };
}
