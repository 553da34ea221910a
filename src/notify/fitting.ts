/**
 * As many of some items as there is room for, in their order. Those of hosts that have few of them go first, and small
 * ones: a host that has thousands, or makes them up, hides none of the others.
 */
export function fitting<T extends { hosts: readonly string[] }>(
  items: readonly T[],
  room: number,
  sizeOf: (item: T) => number,
): T[] {
  const counts = new Map<string, number>();
  for (const { hosts } of items) for (const host of hosts) counts.set(host, (counts.get(host) ?? 0) + 1);
  const rankOf = ({ hosts }: T) => Math.min(...hosts.map((host) => counts.get(host) ?? 0));
  const ranked = items
    .map((item) => ({ item, rank: rankOf(item), size: sizeOf(item) }))
    .toSorted((a, b) => a.rank - b.rank || a.size - b.size);
  const chosen = new Set<T>();
  let left = room;
  for (const { item, size } of ranked) {
    if (size > left) break;
    left -= size;
    chosen.add(item);
  }
  return items.filter((item) => chosen.has(item));
}
