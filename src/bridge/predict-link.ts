import type { DesiredBridge } from './desired-bridge.ts';
import {
  type BridgeParameters,
  type ExistingLink,
  KERNEL_DEFAULTS,
  type LinkState,
  smallestMtu,
} from './kernel/link.ts';
import { routesAfter } from './kernel/static-routes.ts';

/** What the kernel has once netplan applied the file of a bridge; `follows` says that its MTU is that of its ports. */
export function bridgeAfter(
  { interfaces, addresses, routes, dhcp, mtu, parameters }: DesiredBridge,
  link: LinkState,
  ports: readonly LinkState[],
  follows: boolean,
): ExistingLink & { bridge: BridgeParameters } {
  const is = link.exists ? link : undefined;
  const desired = defined(parameters);
  // netplan-yaml(5): `stp` is on by default; netplan writes that only where there are parameters.
  const fresh = Object.keys(desired).length > 0 ? { ...KERNEL_DEFAULTS, stp: true } : KERNEL_DEFAULTS;
  return {
    exists: true,
    mtu: mtu ?? (follows ? undefined : is?.mtu) ?? smallestMtu(ports),
    up: true,
    bridge: shown({ ...KERNEL_DEFAULTS, ...(is?.bridge ?? fresh), ...desired }),
    ports: sorted(interfaces),
    addresses: sorted(dhcp ? [...addresses, ...(is?.addresses ?? [])] : addresses),
    routes: sorted(routesAfter(routes, is?.routes ?? [])),
  };
}

/** The parameters that a task says anything of. */
export function defined(parameters: DesiredBridge['parameters']): Partial<BridgeParameters> {
  return Object.fromEntries(Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined));
}

/** What the kernel lets see of them. */
function shown({ stp, priority, ...times }: BridgeParameters): BridgeParameters {
  return stp ? { stp, priority } : { stp, priority, ...times };
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].toSorted();
}
