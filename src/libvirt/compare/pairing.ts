import type { ListRule } from './list-rules.ts';

/** A desired entry and the current one; `index` is its place on the host. */
export interface Pair<T> {
  desired?: T;
  actual?: T;
  index?: number;
  /** For one that is new: whether it is written before all that are known, and so belongs to the front. */
  first?: boolean;
  /** For one that was not written: whether it may stay. */
  stays: boolean;
}

/**
 * Finds for every desired entry the current one that it replaces: by the surest key first, then by clash. What
 * is left on the host stays, unless it `goes` or cannot stand beside a desired entry.
 */
export function pairEntries<T>(
  rule: ListRule<T>,
  desired: readonly T[],
  actual: readonly T[],
  options: { goes: (entry: T) => boolean; fits: (entry: T) => boolean },
): Pair<T>[] {
  const matches: Matches<T> = { found: new Map(), free: new Set(actual.keys()) };
  const { found, free } = matches;
  for (const key of rule.identity) matchBy(key, desired, actual, matches);
  if (rule.clash) matchClashing(rule.clash, desired, actual, matches);

  const known = desired.findIndex((entry) => found.has(entry));
  const pairs = desired.map((entry, place): Pair<T> => {
    const index = found.get(entry);
    const there = index === undefined ? undefined : actual[index];
    return index === undefined || there === undefined
      ? { desired: entry, first: place < known, stays: false }
      : { desired: entry, actual: there, index, stays: true };
  });
  const excluded = conflicts(rule, desired);
  for (const index of free) {
    const entry = actual[index];
    if (entry === undefined) continue;
    pairs.push({
      actual: entry,
      index,
      stays: !options.goes(entry) && !excluded(entry) && options.fits(entry),
    });
  }
  return pairs;
}

/** The current entry of each desired one, by its place, and the places without one. */
interface Matches<T> {
  found: Map<T, number>;
  free: Set<number>;
}

type Key<T> = (entry: T) => string | undefined;

function matchBy<T>(
  key: Key<T>,
  desired: readonly T[],
  actual: readonly T[],
  { found, free }: Matches<T>,
): void {
  const places = new Map<string, number[]>();
  for (const index of free) {
    const value = key(actual[index] as T);
    if (value === undefined) continue;
    const known = places.get(value);
    if (known) known.push(index);
    else places.set(value, [index]);
  }
  for (const entry of desired) {
    if (found.has(entry)) continue;
    const index = places.get(key(entry) ?? '')?.shift();
    if (index === undefined) continue;
    found.set(entry, index);
    free.delete(index);
  }
}

function matchClashing<T>(
  clash: (one: T, other: T) => boolean,
  desired: readonly T[],
  actual: readonly T[],
  { found, free }: Matches<T>,
): void {
  for (const entry of desired) {
    if (found.has(entry)) continue;
    const index = [...free].find((each) => clash(entry, actual[each] as T));
    if (index === undefined) continue;
    found.set(entry, index);
    free.delete(index);
  }
}

/** Whether a current entry shares a key with a desired one that replaces another, or clashes with one. */
function conflicts<T>(rule: ListRule<T>, desired: readonly T[]): (entry: T) => boolean {
  const keys = rule.pairsInOrder ? rule.identity.slice(0, -1) : rule.identity;
  const taken = keys.map((key) => new Set(desired.map(key)));
  return (entry) => {
    const shares = keys.some((key, index) => {
      const value = key(entry);
      return value !== undefined && taken[index]?.has(value);
    });
    return shares || desired.some((each) => rule.clash?.(each, entry));
  };
}
