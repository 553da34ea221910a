import type { ForwardMode } from './elements/forward.ts';
import type { Network } from './network.ts';

/** How traffic leaves a network; an element without a mode means nat, no element means none. */
export function modeOf(network: Network): ForwardMode {
  return network.forward ? (network.forward.mode ?? 'nat') : 'none';
}

/** Whether libvirt makes the bridge of this network, and may give it addresses, DHCP and DNS. */
export function hasOwnBridge(network: Network): boolean {
  return ['nat', 'route', 'open', 'none'].includes(modeOf(network));
}
