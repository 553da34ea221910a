import type { Builder, GroupBuilder } from './inventory-builder.ts';

/** How the groups of a complete inventory contain each other. */
export interface Tree {
  /** The groups of a host and all above them, the weakest first: `all`, then by depth, priority and name. */
  above(host: string): readonly GroupBuilder[];
  /** All hosts of a group, those of its children included: level by level, each as written. */
  hostsOf(group: GroupBuilder): readonly string[];
}

/**
 * Gives what has no place one: groups without a parent become children of `all`, hosts without a group members of
 * `ungrouped`. The builder is changed.
 */
export function completeTree({ groups, hosts }: Builder): Tree {
  const parents = new Map([...groups.keys()].map((name) => [name, new Set<GroupBuilder>()]));
  const members = new Map([...hosts.keys()].map((name) => [name, new Set<GroupBuilder>()]));
  for (const group of groups.values()) {
    for (const child of group.children) parents.get(child)?.add(group);
    for (const host of group.hosts) members.get(host)?.add(group);
  }
  const all = adopt(groups, parents, members);
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const above = [...(parents.get(name) ?? [])].map((parent) => depthOf(parent.name) + 1);
    const depth = Math.max(0, ...above);
    depths.set(name, depth);
    return depth;
  };
  const order = (a: GroupBuilder, b: GroupBuilder) =>
    depthOf(a.name) - depthOf(b.name) || a.priority - b.priority || (a.name < b.name ? -1 : 1);
  return {
    above: (host) =>
      reachable(members.get(host) ?? [all], (group) => parents.get(group.name) ?? []).sort(order),
    hostsOf(group) {
      const below = reachable([group], ({ children }) =>
        [...children].flatMap((name) => groups.get(name) ?? []),
      );
      return [...new Set(below.flatMap((one) => [...one.hosts]))];
    },
  };
}

type Above = ReadonlyMap<string, Set<GroupBuilder>>;

function adopt(groups: Builder['groups'], parents: Above, members: Above): GroupBuilder {
  const [all, ungrouped] = [groups.get('all'), groups.get('ungrouped')];
  if (!all || !ungrouped) throw new Error('a builder begins with all and ungrouped');
  // `ungrouped` is the first child of `all`, as in Ansible.
  const written = [...all.children];
  all.children.clear();
  const orphans = [...groups.values()].filter(({ name }) => name !== 'all' && parents.get(name)?.size === 0);
  for (const name of ['ungrouped', ...written, ...orphans.map((group) => group.name)]) all.children.add(name);
  for (const name of all.children) parents.get(name)?.add(all);
  for (const [host, of] of members) {
    const isGrouped = [...of].some((group) => group !== all && group !== ungrouped);
    if (isGrouped) ungrouped.hosts.delete(host);
    else ungrouped.hosts.add(host);
    if (isGrouped) of.delete(ungrouped);
    else of.add(ungrouped);
  }
  return all;
}

/** All groups that can be reached from some groups: those first, each once. */
function reachable(
  from: Iterable<GroupBuilder>,
  next: (group: GroupBuilder) => Iterable<GroupBuilder>,
): GroupBuilder[] {
  const reached = new Set(from);
  // A set may grow during the loop.
  for (const group of reached) for (const other of next(group)) reached.add(other);
  return [...reached];
}
