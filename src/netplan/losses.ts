import {
  type Described,
  type DescribedLink,
  foundBy,
  listOf,
  mapOf,
  type Settings,
} from '../bridge/described.ts';
import { canonicalAddress } from '../bridge/kernel/addresses.ts';
import type { Hardware } from '../bridge/kernel/hardware.ts';
import { type DesiredRoute, isNetwork, routeText } from '../bridge/kernel/static-routes.ts';
import { hostPorts } from '../bridge/kernel/underlay-link.ts';
import { type Change, NO_IMPACT } from '../plan/change.ts';
import { addressesOf, fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';
import { isInTheWay, OWN, says } from './take-over.ts';

/**
 * What a file that is taken over gave the host and the bridge does not give: a line each, since only --diff shows the
 * change of the file.
 */
export function losses(
  { path, text }: NetplanFile,
  described: Described,
  settings: Settings,
  hardware: readonly Hardware[],
): Change[] {
  const claimed = hostPorts(described);
  const lost = fileLinks(text).flatMap((entry) => {
    const { id } = entry;
    if (claimed.includes(id) || id === described.name) return lostOf(entry, settings);
    if (isInTheWay(entry, described, hardware))
      return lostOf({ ...entry, id: (foundBy(entry, hardware) ?? []).join(', ') }, settings);
    return listOf(entry.settings.interfaces)
      .filter((port) => claimed.includes(port))
      .map((port) => `port ${port} of ${id}`);
  });
  return [...new Set(lost)].map((what) => {
    const about = { action: 'delete', proof: 'observed', what, before: `in ${path}`, after: null } as const;
    return { ...about, impact: NO_IMPACT, steps: [], predictions: [] };
  });
}

function lostOf(entry: DescribedLink, has: Settings): string[] {
  const { id, settings: had } = entry;
  const lost = [
    ...addressesOf(entry)
      .filter((address) => !addressesIn(has.addresses).includes(canonicalAddress(address)))
      .map((address) => `address ${address}`),
    ...missing(routesIn(had), routesIn(has)),
    ...missing(servers(had, 'addresses', 'name server'), servers(has, 'addresses', 'name server')),
    ...missing(servers(had, 'search', 'search domain'), servers(has, 'search', 'search domain')),
    ...missing(policies(had), policies(has)),
    ...OWN.filter((key) => !ITEMIZED.includes(key) && says(had[key] ?? null) && !isIn(key, had, has)),
  ];
  return lost.map((what) => `${what} of ${id}`);
}

/** Keys whose entries have a line each. */
const ITEMIZED = ['addresses', 'gateway4', 'gateway6', 'nameservers', 'routes', 'routing-policy'];

/** What overrides a lease goes with it. */
function isIn(key: string, had: Settings, has: Settings): boolean {
  const lease = /^(dhcp[46])-overrides$/.exec(key)?.[1];
  if (lease !== undefined && !says(has[lease] ?? false)) return true;
  return JSON.stringify(had[key]) === JSON.stringify(has[key]);
}

function missing(had: readonly string[], has: readonly string[]): string[] {
  return had.filter((one) => !has.includes(one));
}

function addressesIn(list: unknown): string[] {
  return listOf(list).map(canonicalAddress);
}

/** Routes without their metrics; a gateway of netplan's old form is a default route. */
function routesIn({ routes, gateway4, gateway6 }: Settings): string[] {
  const old = [gateway4, gateway6].filter((via) => typeof via === 'string');
  const all = [
    ...old.map((via) => ({ to: 'default', via })),
    ...(Array.isArray(routes) ? routes : []).map(mapOf),
  ];
  return all.map((route) => {
    const words = wordsOf(route as Record<string, unknown>);
    return words.startsWith('default') ? `default route${words.slice(7)}` : `route to ${words}`;
  });
}

function wordsOf({ metric: _, to, via, table, ...more }: Record<string, unknown>): string {
  const route = {
    to: String(to),
    ...(via !== undefined && { via: String(via) }),
    ...(table !== undefined && { table: Number(table) }),
    ...more,
  };
  return isNetwork(route.to)
    ? routeText(route as DesiredRoute).replace(/ metric \d+/, '')
    : Object.values(route).join(' ');
}

function servers({ nameservers }: Settings, key: string, what: string): string[] {
  return listOf(mapOf(nameservers)[key]).map((one) => `${what} ${one}`);
}

function policies(settings: Settings): string[] {
  const list = settings['routing-policy'];
  return (Array.isArray(list) ? list : []).map((policy) => {
    const words = Object.entries(mapOf(policy)).flatMap(([key, value]) => [key, String(value)]);
    return ['routing policy', ...words].join(' ');
  });
}
