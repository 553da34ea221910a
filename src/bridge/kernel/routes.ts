import { Address4, Address6 } from 'ip-address';
import type { HostRoute } from '../../host/host-links.ts';
import {
  parseRoute,
  type Route,
  type Routing,
  routesOfAddress,
  withRoutes,
} from '../../management/routing.ts';
import type { ExistingLink, LinkState } from './link.ts';

/** The routing of a host once a link of it is as `link` says. */
export function routingWith(before: Routing, name: string, link: LinkState): Routing {
  return withRoutes(before, [name], link.exists ? kernelRoutes(name, link) : []);
}

function kernelRoutes(name: string, { addresses, routes }: ExistingLink): Route[] {
  return [
    ...addresses.flatMap((cidr) => routesOfAddress(name, cidr)),
    ...routes.flatMap((text) => parseRoute(`${text} dev ${name}`, text.includes(':') ? 6 : 4) ?? []),
  ];
}

/** The routes that come with the addresses of a link, and those that are configured. */
export function routesOf(device: string, { addresses, routes }: ExistingLink): HostRoute[] {
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

/** A route as `routesAfter` writes it, unless `hostLinks` leaves it out. */
function mainRoute(device: string, text: string): HostRoute[] {
  const [to = '', ...words] = text.split(' ');
  if (to === 'default' || words.includes('table')) return [];
  const [address = '', prefix = to.includes(':') ? 128 : 32] = to.split('/');
  const gateway = words[words.indexOf('via') + 1];
  const by = words.includes('via') && gateway !== undefined ? { gateway } : {};
  return [{ destination: { address, prefix: Number(prefix) }, device, ...by }];
}
