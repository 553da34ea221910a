import type { Inventory } from '../inventory/host.ts';

/** The groups of an inventory, as far as the hosts that are adopted are concerned. */
export interface Groups {
  /** All that are adopted, in order. */
  hosts: readonly string[];
  /** Those of each group, the nearest to the hosts first, `all` last; without groups that have none of them. */
  members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether one group lies below the other, so that what is said there counts more. */
  isBelow(group: string, other: string): boolean;
}

export function groupsOf({ groups }: Pick<Inventory, 'groups'>, hosts: readonly string[]): Groups {
  const own = new Set(hosts);
  const members = [...groups.values()]
    .filter(({ name }) => name !== 'ungrouped')
    .map(({ name, allHosts }) => [name, new Set(allHosts.filter((host) => own.has(host)))] as const)
    .filter(([, { size }]) => size > 0)
    .toSorted(
      ([one, { size }], [other, { size: others }]) =>
        order(one) - order(other) || size - others || (one < other ? -1 : 1),
    );
  const isBelow = (group: string, other: string): boolean => {
    if (other === 'all') return group !== 'all';
    const children = groups.get(other)?.children ?? [];
    return children.some((child) => child === group || isBelow(group, child));
  };
  return { hosts, members: new Map(members), isBelow };
}

/** All groups are below `all`. */
function order(name: string): number {
  return name === 'all' ? 1 : 0;
}
