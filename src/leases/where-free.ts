import { contains, spanOf, subnetOf } from '../libvirt/model/address.ts';
import { ranges } from '../report/fold.ts';
import type { AskedHost } from './fleet-holders.ts';
import { definitionOf } from './host-claims.ts';

/** In which networks nobody holds an address, one sentence each; empty where it is in none. */
export function whereFree(ip: string, hosts: readonly AskedHost[]): string {
  const where = new Map<string, string[]>();
  for (const { host, current } of hosts)
    for (const network of current.networks) {
      const said = 'state' in network ? placeOf(ip, definitionOf(network)?.ip ?? []) : undefined;
      if (said === undefined) continue;
      const sentence = `It is ${said} of network ${network.name}`;
      where.set(sentence, [...(where.get(sentence) ?? []), host]);
    }
  return [...where].map(([sentence, names]) => `${sentence} on ${ranges(names).join(', ')}.`).join('\n');
}

type Addresses = NonNullable<NonNullable<ReturnType<typeof definitionOf>>['ip']>;

function placeOf(ip: string, all: Addresses): string | undefined {
  const span = spanOf(ip);
  const own = span && all.find((one) => contains(subnetOf(one), span));
  if (!own) return undefined;
  const isGiven = own.dhcp?.range?.some(({ start, end }) => {
    const range = spanOf(start, end);
    return range && contains(range, span);
  });
  return isGiven ? 'free, and in a DHCP range' : 'free, and in the subnet';
}
