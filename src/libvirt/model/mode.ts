import type { Forward, ForwardMode } from './elements/forward.ts';
import type { Network } from './network.ts';

/** How traffic leaves a network; an element without a mode means nat, no element means none. */
export function modeOf(network: Network): ForwardMode {
  return network.forward ? (network.forward.mode ?? 'nat') : 'none';
}

/** The same for people, who call a network without a forward mode isolated. */
export function modeName(network: Network): string {
  const mode = modeOf(network);
  return mode === 'none' ? 'isolated' : mode;
}

/** Whether libvirt makes the bridge of this network, and may give it addresses, DHCP and DNS. */
export function hasOwnBridge(network: Network): boolean {
  return isRouted(modeOf(network));
}

/** Whether the mode forwards through the host's own routing, or not at all. */
export function isRouted(mode: ForwardMode): boolean {
  return ['nat', 'route', 'open', 'none'].includes(mode);
}

/** Whether a network of this mode goes out by one interface only. */
export function takesOneInterface(mode: ForwardMode): boolean {
  return ['nat', 'route', 'open'].includes(mode);
}

/** Elements that only a network with a bridge of its own can have. */
export const ROUTED_ONLY = ['mtu', 'mac', 'domain', 'dns', 'ip', 'route'] as const;

/**
 * A definition whose mode has changed, without what the new mode cannot have. What was written stays: if it is
 * wrong, a rule says so.
 */
export function withoutForeign(network: Network, written: Network, before: ForwardMode): Network {
  const mode = modeOf(network);
  const kept = { ...network };
  // The bridge of the host is none that libvirt could make.
  if (isRouted(mode) && !isRouted(before) && kept.bridge && !written.bridge?.name) {
    const { name: _, ...others } = kept.bridge;
    kept.bridge = others;
  }
  if (mode === 'none') delete kept.forward;
  else if (kept.forward) kept.forward = forwardFor(mode, kept.forward, written.forward ?? {});
  if (isRouted(mode)) return kept;
  for (const name of ROUTED_ONLY) if (written[name] === undefined) delete kept[name];
  const { stp, delay, zone, ...bridge } = kept.bridge ?? {};
  if (mode !== 'bridge' && !written.bridge) delete kept.bridge;
  else if (kept.bridge) kept.bridge = { ...bridge, ...written.bridge };
  return kept;
}

function forwardFor(mode: ForwardMode, forward: Forward, written: Forward): Forward {
  const { nat, driver, managed, address, pf, interface: pool, ...others } = forward;
  const hostdev = mode === 'hostdev';
  return {
    ...others,
    ...(nat && mode === 'nat' && { nat }),
    ...(driver && hostdev && { driver }),
    ...(managed && hostdev && { managed }),
    ...(address && hostdev && { address }),
    ...(pf && (hostdev || mode === 'passthrough') && { pf }),
    ...(pool && !hostdev && mode !== 'open' && { interface: pool }),
    ...written,
  };
}
