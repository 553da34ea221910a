import { modeOf } from '../libvirt/model/mode.ts';
import { markConflicts } from './conflicts.ts';
import type { Holder } from './holder.ts';
import { holdersOf } from './holders.ts';
import { type Answers, definitionOf } from './host-claims.ts';

/** A host with what it answered. */
export interface AskedHost {
  host: string;
  current: Answers;
}

/**
 * Who holds which address in a fleet, with what is stale and in conflict, host by host. The host itself, and whom it has
 * only met on its own links, such as its router, count if `all` do.
 */
export function fleetHolders(hosts: readonly AskedHost[], all: boolean): Holder[] {
  const routed = new Set<string>();
  const own = new Set<string>();
  for (const { host, current } of hosts)
    for (const network of current.networks) {
      const key = JSON.stringify([host, network.name]);
      own.add(key);
      const definition = 'state' in network ? definitionOf(network) : undefined;
      if (definition && ['route', 'open'].includes(modeOf(definition))) routed.add(key);
    }
  const has = (keys: ReadonlySet<string>) => (row: Holder) =>
    keys.has(JSON.stringify([row.host, row.network]));
  const rows = hosts.flatMap(({ host, current }) => holdersOf(host, current));
  markConflicts(rows, has(routed));
  return all ? rows : rows.filter((row) => !isAside(row, has(own)(row)));
}

function isAside({ sources, ip, guest }: Holder, isOfNetwork: boolean): boolean {
  if (sources.includes('host')) return true;
  if (guest !== null || sources.some((source) => source !== 'seen')) return false;
  return !isOfNetwork || (ip?.startsWith('fe80:') ?? false);
}
