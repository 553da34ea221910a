import { type Expression, isValues, keyOf, type Value, type Values } from './value.ts';

/** A value that is not the same on all hosts, or that some hosts do not have. */
export interface Difference {
  /** The keys that lead to it, with the places in lists: `ip`, `0`, `dhcp`, `host`. */
  path: readonly string[];
  /** By host; undefined for one that does not have it. */
  values: ReadonlyMap<string, Value | undefined>;
}

/**
 * One value for all hosts: what is the same on all of them as it is, and `named` in the place of what differs.
 * Maps are compared key by key. Lists are, entry by entry, where a place in them means the same on every host.
 */
export function unify(
  values: ReadonlyMap<string, Value | undefined>,
  named: (difference: Difference) => Expression,
  path: readonly string[] = [],
): Value {
  const all = [...values.values()];
  const [first] = all;
  if (first !== undefined && all.every((one) => keyOf(one) === keyOf(first))) return first;
  if (all.every(isValues)) return unifyKeys(values as ReadonlyMap<string, Values>, named, path);
  if (all.every(isList) && isInStep(all, path)) {
    const places = [...(all[0] ?? []).keys()];
    return places.map((place) => unify(each(values, place), named, [...path, `${place}`]));
  }
  return named({ path, values });
}

/** Every key that any host has, each behind the one that it stands behind. */
function unifyKeys(
  values: ReadonlyMap<string, Values>,
  named: (difference: Difference) => Expression,
  path: readonly string[],
): Values {
  const keys: string[] = [];
  for (const one of values.values())
    for (const [index, key] of Object.keys(one).entries())
      if (!keys.includes(key)) keys.splice(keys.indexOf(Object.keys(one)[index - 1] ?? '') + 1, 0, key);
  return Object.fromEntries(
    keys.map((key) => [key, unify(each(values, key), named, [...path, key])] as const),
  );
}

function each(values: ReadonlyMap<string, Value | undefined>, key: string | number) {
  return new Map([...values].map(([host, value]) => [host, (value as Record<string, Value>)[key]]));
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Lists whose places mean something: the first address of a network is its first on every host. */
const PLACED = ['ip', 'range', 'addresses', 'routes'];

function isInStep(lists: readonly (readonly Value[])[], path: readonly string[]): boolean {
  const [length = 0] = lists.map((list) => list.length);
  return PLACED.includes(path.at(-1) ?? '') && lists.every((list) => list.length === length) && length <= 2;
}
