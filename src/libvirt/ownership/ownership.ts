import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../../plan/change.ts';
import { LIST_NAMES, type ListName } from '../compare/list-rules.ts';
import { type Paths, pathsOf, qualifiedKey } from '../compare/paths.ts';
import { NOTHING_SELECTED, type Selector } from '../compare/unwritten.ts';
import type { Network } from '../model/network.ts';
import { type About, type OwnershipRecord, withTask } from './ownership-record.ts';

/** What a task writes to a network, and in whose name. */
export interface Written extends About {
  /** Id of the task within its project. */
  task: string;
  /** What the task writes, in all items of its loop. */
  written: Paths;
  /** What any task of this run writes to the network, as `path key`, where there are several. */
  kept: ReadonlySet<string>;
  /** False while it is not known what all tasks of this run write: then nothing is removed. */
  isWhole: boolean;
}

/** Tasks that write to the same network, such as those of a loop, keep what each other writes. */
export function withOthers<W extends Written>(all: readonly W[], isWhole: boolean): W[] {
  const networks = grouped(all, ({ name }) => name);
  const several = [...networks.values()].filter((own) => own.length > 1).flatMap(keepingEachOther);
  const joined = new Map(several);
  return all.map((each) => ({ ...each, ...joined.get(each), isWhole }));
}

function keepingEachOther<W extends Written>(all: readonly W[]): [W, Pick<Written, 'written' | 'kept'>][] {
  const kept = new Set(all.flatMap(({ written }) => qualified(written)));
  return [...grouped(all, ({ task }) => task).values()].flatMap((own) => {
    const written = union(own.map((each) => each.written));
    return own.map((each): [W, Pick<Written, 'written' | 'kept'>] => [each, { kept, written }]);
  });
}

/** The task that wrote something when it was last applied, by `path key`; where several did, not this one. */
export type Owners = ReadonlyMap<string, string>;

export function ownersOf({ task }: Written, { tasks }: OwnershipRecord): Owners {
  const { [task]: own = {}, ...others } = tasks;
  return new Map(
    Object.entries({ [task]: own, ...others }).flatMap(([id, written]) =>
      qualified(written).map((key) => [key, id] as const),
    ),
  );
}

/** What goes when it is not written: what this task wrote, and no other wrote or is about to write. */
export function ownedBy({ task, kept, isWhole }: Written, owners: Owners): Selector {
  if (!isWhole) return NOTHING_SELECTED;
  return (path, key) => {
    const one = qualifiedKey(path, key);
    return owners.get(one) === task && !kept.has(one);
  };
}

/**
 * The changes of a network, with those by which the host remembers what is written: before them all that may be there
 * when one of them fails, and after them what is there then, in the definition `next` and in the `running` one. They
 * are bookkeeping, and none where that is known.
 */
export function remembered(
  desired: Written,
  record: OwnershipRecord,
  {
    changes,
    next,
    running,
  }: { changes: readonly Change[]; next: Network | undefined; running?: Network | undefined },
): Change[] {
  const known = record.tasks[desired.task] ?? {};
  const all = () => union([known, desired.written]);
  const waiting = next && running ? waitingOf(known, desired.written, next, running) : {};
  const left = desired.isWhole ? union([leftOver(desired, record, next), waiting, desired.written]) : all();
  if (changes.length === 0) return recorded(desired, record, left)[0];
  const [before, between] = recorded(desired, record, all());
  return [...before, ...changes, ...recorded(desired, between, left)[0]];
}

/** What a task wrote and no longer has that only the network has that runs on: it goes with the next start. */
function waitingOf(known: Paths, written: Paths, next: Network, running: Network): Paths {
  const dropped = without(known, written);
  if (Object.keys(dropped).length === 0) return {};
  const [stored, runs] = [pathsOf(next), pathsOf(running)];
  const gone = without(dropped, stored);
  return without(gone, without(gone, runs));
}

/** The change after which the host remembers this of a task, and what is remembered then. */
function recorded(desired: Written, record: OwnershipRecord, paths: Paths): [Change[], OwnershipRecord] {
  if (isDeepStrictEqual(record.tasks[desired.task], paths)) return [[], record];
  return withTask(desired, record, desired.task, paths);
}

/** The entries that a task wrote in lists that it does not write any more, as far as they are there. */
export function leftOver(
  { task, written, isWhole }: Written,
  { tasks }: OwnershipRecord,
  network: Network | undefined,
): Paths {
  if (!isWhole) return {};
  const own = tasks[task] ?? {};
  const lists = LIST_NAMES.filter((list) => own[list]?.length && !written[list]);
  const there = network && lists.length > 0 ? pathsOf(network) : {};
  const left = lists.map((list): [ListName, string[]] => [
    list,
    own[list]?.filter((key) => there[list]?.includes(key)) ?? [],
  ]);
  return Object.fromEntries(left.filter(([, keys]) => keys.length > 0));
}

/** Each key with its path. */
function qualified(written: Paths): string[] {
  return Object.entries(written).flatMap(([path, keys]) => keys.map((key) => qualifiedKey(path, key)));
}

/** What the one has and the other has not. */
function without(paths: Paths, others: Paths): Paths {
  const left = Object.entries(paths).map(
    ([path, keys]) => [path, keys.filter((key) => !others[path]?.includes(key))] as const,
  );
  return Object.fromEntries(left.filter(([, keys]) => keys.length > 0));
}

/** All that any of them has. */
function union(all: readonly Paths[]): Paths {
  const paths = grouped(
    all.flatMap((each) => Object.entries(each)),
    ([path]) => path,
  );
  const merged = [...paths].map(([path, parts]) => {
    const keys = new Set(parts.flatMap(([, each]) => each));
    return [path, [...keys].toSorted()] as const;
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
