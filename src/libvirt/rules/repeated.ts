import type { Where } from './rule.ts';

/** Finds entries of a list that have a key which an earlier one has. */
export function repeated<T>(
  entries: readonly T[],
  key: (entry: T) => string | undefined,
  field: string,
  at: Where['at'],
): Where[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const value = key(entry);
    if (value === undefined) return [];
    if (seen.has(value)) return [{ at: [...at, index, field], detail: `${field} ${value} is there already` }];
    seen.add(value);
    return [];
  });
}
