import { PendingError } from '../../template/interpolation/pending.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import type { Flag } from '../inherited.ts';
import type { Task } from '../model.ts';
import { factNames } from '../peers/settable-names.ts';
import { flagOf } from './evaluate.ts';
import { resolveTask } from './resolve-task.ts';
import type { HostTree, OnceTask, PendingTask } from './resolved-play.ts';
import type { Resolver, Surroundings } from './surroundings.ts';
import { headOf } from './task-head.ts';
import type { TaskVariables } from './task-variables.ts';

/**
 * A task with `run_once` in a batch of several hosts, of which the first has to do it; undefined for every other task.
 * `whole` resolves it for that host. Throws ProblemError.
 */
export function resolveOnce(
  task: Task,
  known: TaskVariables,
  surroundings: Surroundings,
  resolver: Resolver,
  whole: () => readonly HostTree[],
): HostTree[] | undefined {
  const { runOnce, call, register } = task;
  const { order } = surroundings;
  if (!runOnce || !call || !order) return undefined;
  const { batch, isFirst, scope } = resolver.context(task, known, surroundings);
  scope.note(['inventory_hostname']);
  if (batch.length < 2 || !isAsked(runOnce, scope)) return undefined;
  // All facts of a host are its own, but for those that the task itself has read.
  const facts = factNames(call).filter((name) => name !== 'ansible_facts');
  const sets = [...(register === undefined ? [] : [register]), ...facts];
  const once: Omit<OnceTask, 'tasks'> = {
    kind: 'once',
    ...{ order, batch, sets, name: task.name?.text ?? call.definition.name },
  };
  if (isFirst) return [{ ...once, tasks: whole() }];
  const before = known.copy();
  known.handle(task);
  const around = () => ({ ...resolver.context(task, before, surroundings), isFirst: true });
  const head = headOf(task, around(), { module: call.definition.name, name: task.name?.text });
  const settle = () => resolver.later(() => [...resolveTask(task, around())]);
  const instead: PendingTask = { ...head, kind: 'pending', needs: [], settable: new Set(), sets, settle };
  return [{ ...once, tasks: [], instead }];
}

/** What only a result tells is no reason to leave a host out. */
function isAsked(flag: Flag, scope: Scope): boolean {
  try {
    return flagOf(flag, scope) ?? false;
  } catch (error) {
    if (error instanceof PendingError) return false;
    throw error;
  }
}
