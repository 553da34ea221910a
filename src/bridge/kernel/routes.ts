import { Address4, Address6 } from 'ip-address';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../../host/host-links.ts';
import {
  parseRoute,
  type Route,
  type Routing,
  routesOfAddress,
  routing,
  withRoutes,
} from '../../management/routing.ts';
import { type Change, type Prediction, predict } from '../../plan/change.ts';
import type { ExistingLink, LinkState } from './link.ts';
import { linkAt } from './probes.ts';

/** Changes of links, with what they make of the links and routes of the host. */
export function withHostLinks(
  changes: readonly Change[],
  before: { host: HostLinks; routing: Routing },
): Change[] {
  let { host, routing: way } = before;
  return changes.map((change) => {
    const links = linksIn(change.predictions);
    for (const [name, link] of links)
      host = link.exists ? withLink(host, name, routesOf(name, link)) : withoutLink(host, name);
    way = routingAfter(way, change.predictions);
    return links.length > 0
      ? { ...change, predictions: [...change.predictions, predict(hostLinks, host), predict(routing, way)] }
      : change;
  });
}

/** The routing of a host once its links are as these predictions say. */
export function routingAfter(before: Routing, predictions: readonly Prediction[]): Routing {
  const links = linksIn(predictions);
  const added = links.flatMap(([name, link]) => (link.exists ? kernelRoutes(name, link) : []));
  return withRoutes(
    before,
    links.map(([name]) => name),
    added,
  );
}

function kernelRoutes(name: string, { addresses, routes }: ExistingLink): Route[] {
  return [
    ...addresses.flatMap((cidr) => routesOfAddress(name, cidr)),
    ...routes.flatMap((text) => parseRoute(`${text} dev ${name}`, text.includes(':') ? 6 : 4) ?? []),
  ];
}

function linksIn(predictions: readonly Prediction[]): [name: string, link: LinkState][] {
  return predictions
    .filter(({ probe }) => probe.key.startsWith(LINK))
    .map(({ probe, value }) => [probe.key.slice(LINK.length), value as LinkState]);
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

/** A route as `routesAfter` writes it, unless `hostLinks` leaves it out. */
function mainRoute(device: string, text: string): HostRoute[] {
  const [to = '', ...words] = text.split(' ');
  if (to === 'default' || words.includes('table')) return [];
  const [address = '', prefix = to.includes(':') ? 128 : 32] = to.split('/');
  const gateway = words[words.indexOf('via') + 1];
  const by = words.includes('via') && gateway !== undefined ? { gateway } : {};
  return [{ destination: { address, prefix: Number(prefix) }, device, ...by }];
}
