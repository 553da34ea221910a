import type { HostTree, ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Walker } from '../walk/play-loop.ts';

/** The same walker, for which no command takes more than this many seconds: one that hangs would hold up a fleet. */
export function hurried(walker: Walker, most: number): Walker {
  const known = new Map<HostTree, ResolvedTask>();
  const limited = (task: ResolvedTask): ResolvedTask => {
    const { definition } = task;
    if (!definition.opaque) return task;
    const plan: typeof definition.plan = (desired, current) => {
      const made = definition.plan(desired, current);
      const changes = made.changes.map((change) => ({
        ...change,
        steps: change.steps.map((step) =>
          'seconds' in step && step.seconds !== undefined
            ? { ...step, seconds: Math.min(step.seconds, most) }
            : step,
        ),
      }));
      return { ...made, changes };
    };
    const one = known.get(task) ?? { ...task, definition: { ...definition, plan } };
    known.set(task, one);
    return one;
  };
  return {
    ...walker,
    execute: (task, behind) => walker.execute(limited(task), behind.map(limited)),
    ahead: (task) => walker.ahead?.(known.get(task) ?? task),
  };
}
