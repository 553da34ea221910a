import type { Order } from '../model.ts';

/**
 * Cuts hosts into the batches of `serial`: numbers or percentages (`30%`, rounded down, at least one host), the last
 * of which repeats. Without sizes there is one batch.
 */
export function batches(hosts: readonly string[], sizes: readonly (number | string)[]): string[][] {
  const cut: string[][] = [];
  let start = 0;
  while (start < hosts.length) {
    const size = sizes[Math.min(cut.length, sizes.length - 1)];
    const count = size === undefined ? hosts.length : countOf(size, hosts.length);
    cut.push(hosts.slice(start, start + count));
    start += count;
  }
  return cut;
}

function countOf(size: number | string, total: number): number {
  const text = String(size);
  const count = text.endsWith('%') ? Math.floor((Number(text.slice(0, -1)) * total) / 100) : Number(text);
  return Math.max(1, count);
}

/** Source: `get_hosts` in `inventory/manager.py` of Ansible 2.14; `shuffle` would come out differently each time. */
export function ordered(hosts: readonly string[], order: Order): string[] {
  switch (order) {
    case 'inventory':
      return [...hosts];
    case 'reverse_inventory':
      return hosts.toReversed();
    case 'sorted':
      return hosts.toSorted();
    case 'reverse_sorted':
      return hosts.toSorted().toReversed();
  }
}
