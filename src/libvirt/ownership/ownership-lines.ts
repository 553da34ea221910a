import type { Difference } from '../compare/difference.ts';
import { keyOf, LISTS, type ListName } from '../compare/list-rules.ts';
import { type Paths, qualifiedKey } from '../compare/paths.ts';
import type { Owners, Written } from './ownership.ts';

/** What stays on a host although it was not written, a line for each task that it belongs to. */
export function keptLines(kept: readonly Difference[], desired: Written, owners: Owners): string[] {
  const lines = new Map<string, Set<string>>();
  for (const { at, actual, what, before } of kept) {
    const key = qualifiedKey(at, keyOf(at as ListName, actual));
    const task = owners.get(key);
    if (desired.kept.has(key) || task === desired.task) continue;
    const owner = task === undefined ? 'unmanaged, kept' : `of task ${JSON.stringify(task)}, kept`;
    const named = before === null || before === 'present' ? what : `${what} (${before})`;
    lines.set(owner, (lines.get(owner) ?? new Set()).add(named));
  }
  return [...lines].map(([owner, names]) => `${owner}: ${listed([...names])}`);
}

/**
 * Entries that this task wrote in lists that it has no longer, as `leftOver` gives them, and how they are removed. XML
 * has no word for an empty list.
 */
export function leftLines(left: Paths, isXml: boolean): string[] {
  return Object.entries(left).map(([path, keys]) => {
    const names = keys.map((key) => `${LISTS[path as ListName].noun} ${key}`);
    const empty = isXml ? '' : `write the list empty, "${path.split('.').at(-1)}: []", or `;
    return [
      `${path} is no longer written, its entries are left alone: ${listed(names)}.`,
      `To remove them, ${empty}name ${path} in exclusive.`,
    ].join(' ');
  });
}

/** So many entries are named. */
const NAMED = 10;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
