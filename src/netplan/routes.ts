import { Address4, Address6 } from 'ip-address';
import { type Change, leaves, type Prediction } from '../plan/change.ts';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../plan/host-links.ts';
import type { LinkState } from './link.ts';
import { linkAt } from './probes.ts';

/** To what changes leave of a link, what they leave among the links and routes of the host. */
export function withHostLinks(changes: readonly Change[], name: string, host: HostLinks): Change[] {
  const { key } = linkAt(name);
  return changes.map((change) => ({
    ...change,
    leaves: change.leaves.flatMap((prediction): Prediction[] => {
      if (prediction.probe.key !== key) return [prediction];
      const link = prediction.value as LinkState;
      const after = link.exists ? withLink(host, name, routesOf(name, link)) : withoutLink(host, name);
      return [prediction, leaves(hostLinks, after)];
    }),
  }));
}

/** The routes that come with the addresses of a link. */
function routesOf(device: string, { addresses }: LinkState & { exists: true }): HostRoute[] {
  return addresses.flatMap((cidr) => {
    const subnet = cidr.includes(':') ? new Address6(cidr) : new Address4(cidr);
    const prefix = subnet.subnetMask;
    const isHost = prefix === (cidr.includes(':') ? 128 : 32);
    return isHost ? [] : [{ destination: { address: subnet.startAddress().correctForm(), prefix }, device }];
  });
}
