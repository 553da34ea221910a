import type { Difference } from './difference.ts';
import { entriesOf } from './entries.ts';
import { LISTS, type ListName, qualifiedKey } from './lists.ts';
import { find, type Memory } from './memory.ts';
import type { NetworkState } from './network-state.ts';
import type { Owners, Written } from './ownership.ts';

/** What stays on a host although it was not written, a line for each task that it belongs to. */
export function keptLines(kept: readonly Difference[], wanted: Written, owners: Owners): string[] {
  const lines = new Map<string, Set<string>>();
  for (const { at, actual, what, before } of kept) {
    const key = qualifiedKey(at as ListName, actual);
    const task = owners.get(key);
    if (wanted.kept.has(key) || task === wanted.task) continue;
    const owner = task === undefined ? 'unmanaged, kept' : `of task ${JSON.stringify(task)}, kept`;
    const named = before === null || before === 'present' ? what : `${what} (${before})`;
    lines.set(owner, (lines.get(owner) ?? new Set()).add(named));
  }
  return [...lines].map(([owner, names]) => `${owner}: ${listed([...names])}`);
}

/** Entries that this task wrote in lists it has no longer: from now on they are nobody's. */
export function leftLines(wanted: Written, memory: Memory, network: NetworkState): string[] {
  const own = find(memory, wanted.project, wanted.name)?.tasks[wanted.task] ?? {};
  const lists = (Object.keys(own) as ListName[]).filter((list) => !wanted.written[list]);
  const copy = network.exists ? (network.persistent ?? network.live) : undefined;
  if (!wanted.isWhole || !copy || lists.length === 0) return [];
  const there = entriesOf(copy);
  return lists.flatMap((list) => {
    const keys = own[list]?.filter((key) => there[list]?.includes(key)) ?? [];
    const names = keys.map((key) => `${LISTS[list].noun} ${key}`);
    return keys.length > 0
      ? [`${list} is no longer written, its entries are left alone: ${listed(names)}`]
      : [];
  });
}

/** So many entries are named. */
const NAMED = 10;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
