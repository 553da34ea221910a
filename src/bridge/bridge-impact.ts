import type { Routing } from '../management/routing.ts';
import { selfImpact } from '../management/self-path.ts';
import { type Impact, NO_IMPACT } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import type { LinkState } from './kernel/link.ts';
import { routesAfter } from './kernel/static-routes.ts';
import { leaseStep } from './kernel/steps.ts';
import { leaving } from './kernel/underlay-link.ts';
import { interruptions } from './underlay.ts';

const gone: LinkState = { exists: false };

/** The bridge and the bonds and VLANs below it, with their current links. */
function holdersOf(desired: DesiredBridge, { link, links }: Pick<CurrentBridge, 'link' | 'links'>) {
  return [
    { ...desired, link },
    ...desired.underlay.map((one) => ({ ...one, link: links[one.name] ?? gone })),
  ];
}

/** Every link that is created, plugged in or taken out, and the ports that stay. */
export function touchedBy(desired: DesiredBridge, current: CurrentBridge): string[] {
  const touched = holdersOf(desired, current).flatMap((holder) => [
    holder.name,
    ...holder.interfaces,
    ...leaving(holder, holder.link),
  ]);
  return [...new Set(touched)];
}

/** A link that is plugged into a bridge loses its own addresses; one that leaves it loses its neighbours. */
export function impactOf(desired: DesiredBridge, current: CurrentBridge, routing: Routing): Impact {
  const { link, links, carries } = current;
  const { name, underlay, addresses, routes, dhcp } = desired;
  const holders = holdersOf(desired, { link, links });
  const taken = holders.flatMap(({ interfaces, link: is }) =>
    interfaces.filter((port) => !is.exists || !is.ports.includes(port)),
  );
  const left = holders.flatMap((holder) =>
    leaving(holder, holder.link).map((port) => ({
      port,
      what: holder === holders[0] ? 'the bridge' : holder.name,
    })),
  );
  const touched = [name, ...underlay.map((one) => one.name), ...taken, ...left.map(({ port }) => port)];
  const self = selfImpact(
    { links: touched, after: routing, unknown: dynamicRoutes(desired, current)[0]?.why },
    current,
  );
  if (self) return self;
  const carrying = taken.flatMap((port) => {
    const lost = carries[port] ?? [];
    return lost.length > 0 ? [`${port} loses ${lost.join(', ')}`] : [];
  });
  const notes = [
    ...carrying,
    ...left.map(({ port, what }) => `${port} leaves ${what}`),
    ...interruptions(underlay, links),
  ];
  if (notes.length > 0) return { disruption: 'link', note: notes.join('; ') };
  if (!link.exists) return NO_IMPACT;
  const after = routesAfter(routes, link.routes);
  const lost = [
    ...(dhcp ? [] : link.addresses.filter((address) => !addresses.includes(address))),
    ...link.routes.filter((route) => !after.includes(route)).map((route) => `the route ${route}`),
  ];
  return lost.length > 0 ? { disruption: 'service', note: `the host loses ${lost.join(', ')}` } : NO_IMPACT;
}

/** Links whose routes cannot be predicted, and why: DHCP servers or routers give them. */
function dynamicRoutes(
  desired: DesiredBridge,
  { session: { client = '' } }: CurrentBridge,
): { name: string; why: string }[] {
  const ports = [desired, ...desired.underlay].flatMap(({ interfaces }) => interfaces);
  const asking = [
    { ...desired, isAlone: desired.interfaces.length === 0 },
    ...desired.underlay.map((underlay) => ({ ...underlay, isAlone: false })),
  ].filter(({ name }) => !ports.includes(name));
  const [dhcp, router] = client.includes(':') ? (['dhcp6', 'accept-ra'] as const) : (['dhcp4'] as const);
  return asking.flatMap(({ name, sources = [], isAlone }) => {
    if (sources.includes(dhcp))
      return {
        name,
        why: `${dhcp} of ${name}: a DHCP server decides whether the answers to ${client} go there`,
      };
    if (router === undefined || !sources.includes(router) || isAlone) return [];
    const why = `a router behind ${name} may lead the answers to ${client} there; "accept-ra: false" rules it out`;
    return { name, why };
  });
}

/** Only with the addresses of DHCP and routers does a new connection show what these do to the path of this session. */
export function leaseSteps(desired: DesiredBridge, current: CurrentBridge): Step[] {
  const { client } = current.session;
  if (client === undefined) return [];
  return dynamicRoutes(desired, current).map(({ name }) => leaseStep(name, client.includes(':') ? 6 : 4));
}
