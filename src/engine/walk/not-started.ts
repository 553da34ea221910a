import type { Outcome } from '../../plan/outcome.ts';
import { type HostPlay, type HostTree, isResolved } from '../../playbook/resolve/resolved-play.ts';
import { isBlock } from '../../playbook/task-tree.ts';
import { outcomeOf } from '../task-result.ts';

/** The reason of everything that Ctrl-C kept from starting. */
export const INTERRUPTED = 'The run was interrupted before it.';

/** Why nothing follows this outcome on its host. */
export function reasonAfter({ task, status }: Outcome): string {
  switch (status) {
    case 'unreachable':
      return 'The host could not be reached.';
    case 'lost':
      return `The host was lost in task "${task}".`;
    case 'blocked':
      return `Task "${task}" is blocked on this host.`;
    case 'not-converged':
      return `Task "${task}" did not converge on this host.`;
    case 'reverted':
      return `The host rolled task "${task}" back.`;
    default:
      return `Task "${task}" failed on this host.`;
  }
}

/**
 * The outcomes of tasks that never begin. What a false condition leaves out is skipped all the same; `begun` is what some
 * came to that were done before their turn.
 */
export function notStarted(
  host: string,
  tasks: readonly HostTree[],
  why: string,
  begun: (task: HostTree) => Outcome | undefined = () => undefined,
): Outcome[] {
  return tasks.flatMap((task) => {
    const outcome = begun(task);
    if (outcome) return [outcome];
    // What a failure would have called is not called.
    if (isBlock(task)) return notStarted(host, [...task.tasks, ...task.always], why);
    if (task.kind === 'once') return notStarted(host, task.tasks, why);
    if (!isResolved(task)) return [];
    if (task.kind === 'skipped') return [outcomeOf(host, task, { status: 'skipped', message: task.reason })];
    return [outcomeOf(host, task, { status: 'not-started', message: why })];
  });
}

/** The same of whole plays, in which nothing was notified. */
export function playsNotStarted(host: string, plays: readonly HostPlay[], why: string): Outcome[] {
  return plays.flatMap(({ tasks }) => notStarted(host, tasks, why));
}

/**
 * What becomes of a plan on a host where a task cannot be done: what it would have begun does not start, with --partial
 * what stands behind that task. `unknown` are outcomes of which only a real run tells what comes of them.
 */
export function heldBack(
  outcomes: readonly Outcome[],
  unknown: ReadonlySet<Outcome>,
  stopping: Outcome,
  partial: boolean,
): Outcome[] {
  const message = partial
    ? reasonAfter(stopping)
    : isNoTask(stopping)
      ? 'The saved plan is not applied on this host.'
      : `Task "${stopping.task}" cannot be done on this host; without --partial nothing is written there then.`;
  const first = partial ? outcomes.indexOf(stopping) : 0;
  return outcomes.map((outcome, index) =>
    index >= first && (outcome.status === 'would-change' || outcome.unverified || unknown.has(outcome))
      ? { ...outcome, status: 'not-started', message }
      : outcome,
  );
}

/** A host that is refused has an outcome for that, before those of its tasks. */
function isNoTask({ module }: Outcome): boolean {
  return module === '';
}
