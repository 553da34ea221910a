import { type Impact, NO_IMPACT } from '../plan/change.ts';
import type { SessionPath } from '../plan/session-path.ts';
import type { SeenBridge, WantedBridge } from './bridge-changes.ts';
import type { LinkState } from './link.ts';
import { routesAfter } from './static-routes.ts';
import { leaving } from './underlay.ts';

const gone: LinkState = { exists: false };

/** The links of the bridge and of what it stands on, with how they are. */
function holdersOf(wanted: WantedBridge, { link, links }: Pick<SeenBridge, 'link' | 'links'>) {
  return [{ ...wanted, link }, ...wanted.made.map((one) => ({ ...one, link: links[one.name] ?? gone }))];
}

/** Every link that is made, is taken or is left, and the ports that stay. */
export function touchedBy(wanted: WantedBridge, seen: SeenBridge): string[] {
  const touched = holdersOf(wanted, seen).flatMap((holder) => [
    holder.name,
    ...holder.interfaces,
    ...leaving(holder, holder.link),
  ]);
  return [...new Set(touched)];
}

/** A link that is plugged into a bridge loses its own addresses; one that leaves it loses its neighbours. */
export function impactOf(wanted: WantedBridge, { link, links, carries, session }: SeenBridge): Impact {
  const { name, made, addresses, routes, dhcp } = wanted;
  const holders = holdersOf(wanted, { link, links });
  const taken = holders.flatMap(({ interfaces, link: is }) =>
    interfaces.filter((port) => !is.exists || !is.ports.includes(port)),
  );
  const left = holders.flatMap((holder) =>
    leaving(holder, holder.link).map((port) => ({
      port,
      what: holder === holders[0] ? 'the bridge' : holder.name,
    })),
  );
  const touched = [name, ...made.map((one) => one.name), ...taken, ...left.map(({ port }) => port)];
  const management = managementImpact(touched, session);
  if (management) return management;
  const carrying = taken.flatMap((port) => {
    const lost = carries[port] ?? [];
    return lost.length > 0 ? [`${port} loses ${lost.join(', ')}`] : [];
  });
  const notes = [...carrying, ...left.map(({ port, what }) => `${port} leaves ${what}`)];
  if (notes.length > 0) return { disruption: 'link', note: notes.join('; ') };
  if (!link.exists) return NO_IMPACT;
  const after = routesAfter(routes, link.routes);
  const lost = [
    ...(dhcp ? [] : link.addresses.filter((address) => !addresses.includes(address))),
    ...link.routes.filter((route) => !after.includes(route)).map((route) => `the route ${route}`),
  ];
  return lost.length > 0 ? { disruption: 'service', note: `the host loses ${lost.join(', ')}` } : NO_IMPACT;
}

export function managementImpact(touched: readonly string[], { links }: SessionPath): Impact | undefined {
  const met = touched.filter((link) => links.includes(link));
  return met.length > 0
    ? { disruption: 'management', note: `this SSH session comes in over ${met.join(', ')}` }
    : undefined;
}
