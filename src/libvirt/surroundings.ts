import { type Change, leaves, type Prediction } from '../plan/change.ts';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../plan/host-links.ts';
import { destinationOf, familyOf, prefixOf } from './address.ts';
import { brief, byName, hostNetworks } from './host-networks.ts';
import type { Network } from './network.ts';
import { type NetworkState, networkAt, ownBridge } from './network-state.ts';

/** What a host has around a network. */
export interface Surroundings {
  networks: readonly Network[];
  host: HostLinks;
}

/** The probes that see it. */
export const surroundings = { networks: hostNetworks, host: hostLinks };

/** To what changes leave of a network, what they leave around it: later tasks of a dry run must keep clear of that. */
export function withSurroundings(
  changes: readonly Change[],
  name: string,
  before: NetworkState,
  seen: Surroundings,
): Change[] {
  const { key } = networkAt(name);
  let [state, around] = [before, seen];
  return changes.map((change) => {
    const left = change.leaves.flatMap((prediction): Prediction[] => {
      if (prediction.probe.key !== key) return [prediction];
      const next = prediction.value as NetworkState;
      around = surroundingsAfter(around, name, state, next);
      state = next;
      return [prediction, leaves(hostNetworks, around.networks), leaves(hostLinks, around.host)];
    });
    return { ...change, leaves: left };
  });
}

/** What a host has around it when a network is as `next` says. */
export function surroundingsAfter(
  { networks, host }: Surroundings,
  name: string,
  before: NetworkState,
  next: NetworkState,
): Surroundings {
  const others = networks.filter((each) => each.name !== name);
  const persistent = next.exists ? next.persistent : undefined;
  const [old, live] = [ownBridge(before), ownBridge(next)];
  const without = old === undefined ? host : withoutLink(host, old);
  return {
    networks: persistent ? byName([...others, brief(persistent)]) : others,
    host: live === undefined || !next.exists ? without : withLink(without, live, routesOf(next.live, live)),
  };
}

/** The routes that a running network adds to the host's. */
function routesOf({ ip = [], route = [] }: Partial<Network> = {}, device: string): HostRoute[] {
  const direct = ip.filter((each) => prefixOf(each) < (familyOf(each.address) === 'ipv6' ? 128 : 32));
  return [
    ...direct.map((each) => ({ destination: destinationOf(each), device })),
    ...route.map(({ gateway, ...each }) => ({ destination: destinationOf(each), device, gateway })),
  ];
}
