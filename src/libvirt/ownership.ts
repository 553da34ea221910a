import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../plan/change.ts';
import { type Entries, type ListName, OWNS_NOTHING, type Owned, qualifiedKey } from './lists.ts';
import { find, type Memory, remembering, withNetwork, without } from './memory.ts';

/** What a task writes to a network, and in whose name. */
export interface Written {
  /** Name of the project. */
  project: string;
  /** Name of the network. */
  name: string;
  /** Id of the task within its project. */
  task: string;
  /** Entries that the task writes, in all items of its loop. */
  written: Entries;
  /** Entries, as `list key`, that any task of this run writes to the network, where there are several. */
  kept: ReadonlySet<string>;
  /** False while it is not known what all tasks of this run write: then nothing is removed. */
  isWhole: boolean;
}

/** Tasks that write to the same network, such as those of a loop, keep each other's entries. */
export function withOthers<W extends Written>(all: readonly W[], isWhole: boolean): W[] {
  const networks = grouped(all, ({ name }) => name);
  const several = [...networks.values()].filter((own) => own.length > 1).flatMap(keepingEachOther);
  const joined = new Map(several);
  return all.map((each) => ({ ...each, ...joined.get(each), isWhole }));
}

function keepingEachOther<W extends Written>(all: readonly W[]): [W, Pick<Written, 'written' | 'kept'>][] {
  const kept = new Set(all.flatMap(qualified));
  return [...grouped(all, ({ task }) => task).values()].flatMap((own) => {
    const written = union(own.map((each) => each.written));
    return own.map((each): [W, Pick<Written, 'written' | 'kept'>] => [each, { kept, written }]);
  });
}

/** The task that wrote an entry when it was last applied, by `list key`; where several did, not this one. */
export type Owners = ReadonlyMap<string, string>;

export function ownersOf({ project, name, task }: Written, memory: Memory): Owners {
  const { [task]: own = {}, ...others } = find(memory, project, name)?.tasks ?? {};
  return new Map(
    Object.entries({ [task]: own, ...others }).flatMap(([id, written]) =>
      qualified({ written }).map((key) => [key, id] as const),
    ),
  );
}

/** The entries that may be removed when they are not written: those of this task that no other is about to write. */
export function ownedBy({ task, kept, isWhole }: Written, owners: Owners): Owned {
  if (!isWhole) return OWNS_NOTHING;
  return (list, entry) => {
    const key = qualifiedKey(list, entry);
    return owners.get(key) === task && !kept.has(key);
  };
}

/** The change after which the host remembers what is written; it is bookkeeping, and none when that is known. */
export function remember({ project, name, task, written, isWhole }: Written, memory: Memory): Change[] {
  const known = find(memory, project, name)?.tasks;
  const next = isWhole ? written : union([known?.[task] ?? {}, written]);
  if (isDeepStrictEqual(known?.[task], next)) return [];
  const tasks = { ...known, [task]: next };
  return remembering(withNetwork(memory, { version: 1, project, network: name, tasks }));
}

/** The change after which nothing of this network is remembered. */
export function forget({ project, name }: Written, memory: Memory): Change[] {
  return remembering(without(memory, project, name));
}

/** Each key with its list. */
function qualified({ written }: Pick<Written, 'written'>): string[] {
  return Object.entries(written).flatMap(([list, keys]) => keys.map((key) => `${list} ${key}`));
}

function union(all: readonly Entries[]): Entries {
  if (all.length === 1) return all[0] ?? {};
  const lists = grouped(
    all.flatMap((entries) => Object.entries(entries)),
    ([list]) => list as ListName,
  );
  const merged = [...lists].map(([list, parts]) => {
    const keys = new Set(parts.flatMap(([, each]) => each));
    return [list, [...keys].toSorted()] as const;
  });
  return Object.fromEntries(merged);
}

function grouped<K, T>(all: readonly T[], key: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const known = groups.get(key(each));
    if (known) known.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
}
