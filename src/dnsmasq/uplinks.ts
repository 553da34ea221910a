import type { BridgePort } from '../plan/bridge-ports.ts';

/**
 * A sentence for each port that leads out of these bridges: a second DHCP server on a network of others takes guests
 * and machines away from the first.
 */
export function uplinks(bridges: readonly string[], ports: readonly BridgePort[]): string[] {
  return ports
    .filter(({ bridge, tap }) => !tap && bridges.includes(bridge))
    .map(
      ({ bridge, port }) =>
        `${bridge} has the port ${port}, which is no tap of a guest: DHCP would be served to all that is behind it. ` +
        'With uplink_dhcp: true it is.',
    );
}
