import type { WantedBridge } from './bridge-changes.ts';
import {
  type BridgeParameters,
  type ExistingLink,
  KERNEL_DEFAULTS,
  type LinkState,
  smallestMtu,
} from './link.ts';
import { routesAfter } from './static-routes.ts';
import type { MadeLink } from './underlay.ts';

/** What the kernel has once netplan applied the file of a bridge; `follows` says that its MTU is that of its ports. */
export function bridgeAfter(
  { interfaces, addresses, routes, dhcp, mtu, parameters }: WantedBridge,
  link: LinkState,
  ports: readonly LinkState[],
  follows: boolean,
): ExistingLink & { bridge: BridgeParameters } {
  const is = link.exists ? link : undefined;
  const wanted = defined(parameters);
  // netplan-yaml(5): `stp` is on by default; netplan writes that only where there are parameters.
  const made = Object.keys(wanted).length > 0 ? { ...KERNEL_DEFAULTS, stp: true } : KERNEL_DEFAULTS;
  return {
    exists: true,
    mtu: mtu ?? (follows ? undefined : is?.mtu) ?? smallestMtu(ports),
    up: true,
    bridge: shown({ ...KERNEL_DEFAULTS, ...(is?.bridge ?? made), ...wanted }),
    ports: sorted(interfaces),
    addresses: sorted(dhcp ? [...addresses, ...(is?.addresses ?? [])] : addresses),
    routes: sorted(routesAfter(routes, is?.routes ?? [])),
  };
}

/** The parameters that a task says anything of. */
export function defined(parameters: WantedBridge['parameters']): Partial<BridgeParameters> {
  return Object.fromEntries(Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined));
}

/** What the kernel lets see of them. */
function shown({ stp, priority, ...times }: BridgeParameters): BridgeParameters {
  return stp ? { stp, priority } : { stp, priority, ...times };
}

/** What is to be said of the link of a bridge, in netplan's words. */
export interface LinkDifference {
  what: string;
  before: string | null;
  after: string | null;
}

export function linkDifferences(
  kind: 'bridge' | MadeLink['kind'],
  name: string,
  link: LinkState,
  next: ExistingLink,
): LinkDifference[] {
  if (!link.exists) return [{ what: `${kind} ${name}`, before: null, after: 'present' }];
  const list = (words: readonly string[]) => words.join(', ') || null;
  const found: LinkDifference[] = [
    { what: 'interfaces', before: list(link.ports), after: list(next.ports) },
    { what: 'addresses', before: list(link.addresses), after: list(next.addresses) },
    { what: 'routes', before: list(link.routes), after: list(next.routes) },
    { what: 'mtu', before: String(link.mtu), after: String(next.mtu) },
    { what: 'state', before: link.up ? 'up' : 'down', after: 'up' },
    { what: 'id', before: vlanText(link), after: vlanText(next) },
    ...(next.bridge ? parameterDifferences(link.bridge ?? next.bridge, next.bridge) : []),
  ];
  return found
    .filter(({ before, after }) => before !== after)
    .map((one) => ({ ...one, what: `${one.what} of ${name}` }));
}

function vlanText({ vlan }: ExistingLink): string | null {
  return vlan ? `${vlan.id} on ${vlan.link}` : null;
}

function parameterDifferences(before: BridgeParameters, after: BridgeParameters): LinkDifference[] {
  const keys = Object.keys(after) as (keyof BridgeParameters)[];
  return keys
    .filter((key) => before[key] !== undefined)
    .map((key) => ({ what: key, before: String(before[key]), after: String(after[key]) }));
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].toSorted();
}
