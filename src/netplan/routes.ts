import { Address4, Address6 } from 'ip-address';
import { type Change, leaves } from '../plan/change.ts';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../plan/host-links.ts';
import type { ExistingLink, LinkState } from './link.ts';
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

/** The routes that come with the addresses of a link, and those that are configured. */
function routesOf(device: string, { addresses, routes }: ExistingLink): HostRoute[] {
  return [
    ...addresses.flatMap((cidr) => subnetOf(device, cidr)),
    ...routes.flatMap((text) => mainRoute(device, text)),
  ];
}

function subnetOf(device: string, cidr: string): HostRoute[] {
  const subnet = cidr.includes(':') ? new Address6(cidr) : new Address4(cidr);
  const prefix = subnet.subnetMask;
  const isHost = prefix === (cidr.includes(':') ? 128 : 32);
  return isHost ? [] : [{ destination: { address: subnet.startAddress().correctForm(), prefix }, device }];
}

/** A route as `routesAfter` writes it, unless it is one that `hostLinks` does not tell. */
function mainRoute(device: string, text: string): HostRoute[] {
  const [to = '', ...words] = text.split(' ');
  if (to === 'default' || words.includes('table')) return [];
  const [address = '', prefix = to.includes(':') ? 128 : 32] = to.split('/');
  const gateway = words[words.indexOf('via') + 1];
  const by = words.includes('via') && gateway !== undefined ? { gateway } : {};
  return [{ destination: { address, prefix: Number(prefix) }, device, ...by }];
}
