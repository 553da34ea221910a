import type { Variable } from './definition.ts';
import type { Groups } from './groups.ts';
import { keyOf, type Value } from './value.ts';

/** Where a variable is written: what hosts have in common for their group, and what is of one alone for that host. */
export interface Placement {
  /** The group of all of them, where most have the same. */
  base?: string;
  groups: ReadonlyMap<string, Value>;
  hosts: ReadonlyMap<string, Value>;
}

/**
 * Places the values of a variable: that of most hosts in the group of all of them, those of smaller groups there, and
 * what remains with the hosts. A host gets each from one place, or from the host, which counts more.
 */
export function place(
  { values }: Pick<Variable, 'values'>,
  users: ReadonlySet<string>,
  groups: Groups,
): Placement {
  const whole = [...groups.members].find(([, members]) => isSubset(users, members))?.[0];
  const common = values.size < users.size ? undefined : mostCommon(values);
  const base = whole !== undefined && common !== undefined ? whole : undefined;
  const placed = new Map<string, Value>();
  if (base !== undefined && common) placed.set(base, common.value);
  const rest = new Map([...values].filter(([, value]) => base === undefined || keyOf(value) !== common?.key));
  // Larger groups first.
  for (const [group, members] of [...groups.members].toReversed()) {
    const [value, ...others] = [...members].map((host) => rest.get(host));
    const isOne =
      value !== undefined &&
      others.length > 0 &&
      others.every((one) => one !== undefined && keyOf(one) === keyOf(value));
    if (!isOne || (base !== undefined && !groups.isBelow(group, base))) continue;
    placed.set(group, value);
    for (const host of members) rest.delete(host);
  }
  return { ...(base !== undefined && { base }), groups: placed, hosts: rest };
}

/** What more than half of the hosts have. */
function mostCommon(values: ReadonlyMap<string, Value>): { key: string; value: Value } | undefined {
  const counts = new Map<string, { key: string; value: Value; count: number }>();
  for (const value of values.values()) {
    const key = keyOf(value);
    counts.set(key, { key, value, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].find(({ count }) => count > values.size / 2 && count > 1);
}

function isSubset(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}
