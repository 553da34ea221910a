import { counted, listed, ranges } from '../fold.ts';
import { foldRows } from '../table.ts';
import type { Advice } from './network-advice.ts';
import type { NetworkRow } from './network-rows.ts';

/** Hosts on which a network is not what it is on most of the hosts that have it. Two hosts make no majority. */
export function outliers(rows: readonly NetworkRow[]): Advice[] {
  const networks = new Set(rows.map(({ network }) => network));
  return [...networks].flatMap((network) => {
    const own = rows.filter((row) => row.network === network);
    const kinds = foldRows(own, ({ mode, bridge, subnet }) => [mode, bridge ?? 'no bridge', ...subnet]);
    const usual = kinds.find(({ hosts }) => hosts.length > 2 && hosts.length > own.length / 2);
    if (!usual) return [];
    const most = `${usual.cells.join(', ')} on ${counted(usual.hosts.length, 'other host')}`;
    return kinds
      .filter((kind) => kind !== usual)
      .map(({ hosts, cells }) => ({
        subject: `${listed(ranges(hosts), 40)}/${network}`,
        sentence: `${cells.join(', ')} here, but ${most}.`,
      }));
  });
}
