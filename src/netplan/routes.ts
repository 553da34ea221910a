import { Address4, Address6 } from 'ip-address';
import { type Change, leaves } from '../plan/change.ts';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../plan/host-links.ts';
import type { LinkState } from './link.ts';
import { linkAt } from './probes.ts';

/** To what changes leave of links, what they leave among the links and routes of the host. */
export function withHostLinks(changes: readonly Change[], host: HostLinks): Change[] {
  let after = host;
  return changes.map((change) => {
    const links = change.leaves.filter(({ probe }) => probe.key.startsWith(LINK));
    for (const { probe, value } of links) {
      const [name, link] = [probe.key.slice(LINK.length), value as LinkState];
      after = link.exists ? withLink(after, name, routesOf(name, link)) : withoutLink(after, name);
    }
    return links.length > 0 ? { ...change, leaves: [...change.leaves, leaves(hostLinks, after)] } : change;
  });
}

const LINK = linkAt('').key;

/** The routes that come with the addresses of a link. */
function routesOf(device: string, { addresses }: LinkState & { exists: true }): HostRoute[] {
  return addresses.flatMap((cidr) => {
    const subnet = cidr.includes(':') ? new Address6(cidr) : new Address4(cidr);
    const prefix = subnet.subnetMask;
    const isHost = prefix === (cidr.includes(':') ? 128 : 32);
    return isHost ? [] : [{ destination: { address: subnet.startAddress().correctForm(), prefix }, device }];
  });
}
