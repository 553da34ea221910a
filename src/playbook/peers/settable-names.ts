import { FACT_VARIABLES } from '../../modules/setup.ts';
import { ProblemError } from '../../problem.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import { createScope } from '../../template/interpolation/scope.ts';
import type { Include, ModuleCall, Playbook, TaskLeaf, TaskTree } from '../model.ts';
import { leavesOf } from '../task-tree.ts';

/** The names that tasks of a run may set on any of its hosts. */
export interface SettableNames {
  names: ReadonlySet<string>;
  /** Those that tasks may set on a host that they are delegated to. */
  delegated: ReadonlySet<string>;
  /** Whether a task may add hosts. */
  addsHosts: boolean;
  /** False where a file is included whose name is known only when the run comes to it. */
  isWhole: boolean;
}

/** The names that a task sets, by `set_fact` or by what its host answers. */
export function factNames({ definition, args, sets }: ModuleCall): readonly string[] {
  if (sets) return sets;
  return definition.facts ? Object.keys(args.value as object) : (definition.answers?.(args.value) ?? []);
}

export function settableNames(playbooks: readonly Playbook[]): SettableNames {
  const names = new Set(FACT_VARIABLES);
  const delegated = new Set<string>();
  const seen = new Set<TaskTree>();
  let [isWhole, addsHosts] = [true, false];
  const leaf = (task: TaskLeaf) => {
    if (task.kind === 'meta' || seen.has(task)) return;
    seen.add(task);
    if (task.register !== undefined) names.add(task.register);
    if (task.kind === 'task' && task.call?.definition.adds) addsHosts = true;
    if (task.kind === 'task' && task.call)
      for (const name of factNames(task.call)) {
        names.add(name);
        if (task.delegateFacts) delegated.add(name);
      }
    if (task.kind !== 'include') return;
    const found = opened(task);
    if (!found) isWhole = false;
    for (const inner of [...leavesOf(found?.tasks ?? []), ...(found?.handlers ?? []).map((one) => one.task)])
      leaf(inner);
  };
  for (const { tasks, handlers } of playbooks.flatMap(({ plays }) => plays))
    for (const task of [...leavesOf(tasks), ...handlers.map((one): TaskLeaf => one.task)]) leaf(task);
  return { names, delegated, addsHosts: addsHosts || !isWhole, isWhole };
}

/** What an include comes to, where it is the same for all hosts. */
function opened({ what, open }: Include) {
  if (what.value.roots.length > 0) return undefined;
  try {
    return open(String(createScope({}).evaluate(what.value)), false);
  } catch (error) {
    if (error instanceof ProblemError || error instanceof PendingError) return undefined;
    throw error;
  }
}
