import type { AnyModule, OwnInterface } from '../../modules/module.ts';
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
} from '../resolve/resolved-play.ts';
import { mapTree } from '../task-tree.ts';

/** Lets modules see together what all their tasks want of a host, in whichever play they are. */
export function coordinate<P extends ResolvedPlay>(plays: readonly P[]): P[] {
  const together = new Together();
  const seen = new Map<string, readonly HostPlay[]>();
  for (const host of new Set(plays.flatMap((play) => [...play.hosts.keys()])))
    seen.set(host, together.of(plays.flatMap((play) => play.hosts.get(host) ?? [])));
  const next = new Map<string, number>();
  return plays.map((play) => ({
    ...play,
    hosts: new Map(
      [...play.hosts].map(([host, own]) => {
        const index = next.get(host) ?? 0;
        next.set(host, index + 1);
        return [host, seen.get(host)?.[index] ?? own];
      }),
    ),
  }));
}

/** The plays of a host, seen together. Hosts that are alike share their plays, and what comes of them. */
class Together {
  readonly #ids = new Map<HostPlay, number>();
  readonly #known = new Map<string, readonly HostPlay[]>();

  of(plays: readonly HostPlay[]): readonly HostPlay[] {
    const key = plays.map((play) => this.#idOf(play)).join();
    const known = this.#known.get(key);
    if (known) return known;
    const by = joined(plays.flatMap(tasksOf));
    const all = plays.map((play) => replaced(play, by));
    this.#known.set(key, all);
    return all;
  }

  #idOf(play: HostPlay): number {
    const id = this.#ids.get(play) ?? this.#ids.size;
    this.#ids.set(play, id);
    return id;
  }
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

function replaced({ tasks, handlers, verify }: HostPlay, by: Joined): HostPlay {
  const looks = verify && { verify };
  return { tasks: replacedTrees(tasks, by), handlers: replacedHandlers(handlers, by), ...looks };
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
