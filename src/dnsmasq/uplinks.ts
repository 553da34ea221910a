import type { BridgePort } from '../host/bridge-ports.ts';
import type { HostRoute } from '../host/host-links.ts';
import { isServed, type Served } from './served.ts';

/**
 * A sentence for each port that leads out of the bridges that are served: a second DHCP server on a network of others
 * takes guests and machines away from the first.
 */
export function uplinks(
  served: Served,
  { ports, routes }: { ports: readonly BridgePort[]; routes: readonly HostRoute[] },
): string[] {
  return ports
    .filter(({ bridge, tap }) => !tap && isServed(served, bridge, routes))
    .map(
      ({ bridge, port }) =>
        `${bridge} has the port ${port}, which is no tap of a guest: DHCP would be served to all that is behind it. ` +
        'With uplink_dhcp: true it is.',
    );
}
