import type { AnyModule, OwnInterface } from '../../modules/module.ts';
import { mapTree } from '../task-tree.ts';
import {
  type HostHandler,
  type HostPlay,
  type HostTree,
  isResolved,
  type PendingTask,
  type Resolved,
  type ResolvedPlay,
  type ResolvedTask,
  resolvedIn,
  tasksOf,
} from './resolved-play.ts';

/** Lets modules see together what all their tasks want of a host, in whichever play they are. */
export function coordinate<P extends ResolvedPlay>(plays: readonly P[]): P[] {
  const hosts = new Set(plays.flatMap((play) => [...play.hosts.keys()]));
  const seen = new Map(
    [...hosts].map((host) => [host, joined(plays.flatMap((play) => tasksOf(play.hosts.get(host))))]),
  );
  return plays.map((play) => ({
    ...play,
    hosts: new Map([...play.hosts].map(([host, own]) => [host, replaced(own, seen.get(host) ?? new Map())])),
  }));
}

/** The interfaces of guests that a task describes, as far as that is known. */
export function interfacesOf(task: Resolved): readonly OwnInterface[] {
  return task.kind === 'task' ? (task.definition.interfaces?.(task.desired) ?? []) : [];
}

/** Tasks by what becomes of them when they are seen together. */
type Joined = ReadonlyMap<Resolved, ResolvedTask>;

function joined(tasks: readonly Resolved[], isWhole = true): Joined {
  const waiting = new Set(tasks.flatMap((task) => (task.kind === 'pending' ? [task.module] : [])));
  const byModule = new Map<AnyModule, ResolvedTask[]>();
  for (const task of tasks) {
    if (task.kind !== 'task' || !task.definition.coordinate) continue;
    const known = byModule.get(task.definition);
    if (known) known.push(task);
    else byModule.set(task.definition, [task]);
  }
  const interfaces = tasks.flatMap(interfacesOf);
  return new Map(
    [...byModule].flatMap(([module, own]) => {
      const desired = own.map((task) => task.desired);
      const all = module.coordinate?.(desired, isWhole && !waiting.has(module.name), interfaces) ?? desired;
      return own.map((task, index) => [task, { ...task, desired: all[index] }] as const);
    }),
  );
}

function replaced({ tasks, handlers }: HostPlay, by: Joined): HostPlay {
  return { tasks: replacedTrees(tasks, by), handlers: replacedHandlers(handlers, by) };
}

function replacedTrees(trees: readonly HostTree[], by: Joined): HostTree[] {
  return mapTree(trees, (task): readonly HostTree[] => {
    if (task.kind === 'handlers') return [{ ...task, handlers: replacedHandlers(task.handlers, by) }];
    if (task.kind === 'once') return [{ ...task, tasks: replacedTrees(task.tasks, by) }];
    return [isResolved(task) ? replace(task, by) : task];
  });
}

function replacedHandlers(handlers: readonly HostHandler[], by: Joined): HostHandler[] {
  return handlers.map((handler) => ({ ...handler, tasks: replacedTrees(handler.tasks, by) }));
}

/** What comes of a task that waits is never seen with all the others. */
function replace(task: Resolved, by: Joined): Resolved {
  if (task.kind !== 'pending') return by.get(task) ?? task;
  const settle: PendingTask['settle'] = (registered, peers) => {
    const settled = task.settle(registered, peers);
    return replacedTrees(settled, joined(resolvedIn(settled), false));
  };
  return { ...task, settle };
}
