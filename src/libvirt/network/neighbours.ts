import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../../host/host-links.ts';
import { prefixOf as networkOf } from '../../management/prefix.ts';
import {
  ROUTE_TYPES,
  type Route,
  type Routing,
  routesOfAddress,
  TABLES,
  withRoutes,
} from '../../management/routing.ts';
import { type SelfPath, selfImpact, selfPath, selfRefusal } from '../../management/self-path.ts';
import type { Change, Prediction } from '../../plan/change.ts';
import { destinationOf, familyOf, prefixOf } from '../model/address.ts';
import { hasOwnBridge } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { brief, byName, hostNetworks } from '../observe/host-networks.ts';
import { type NetworkState, networkAt, ownBridge } from '../observe/network-state.ts';

/** What a host has around a network. */
export interface Neighbours {
  networks: readonly Network[];
  host: HostLinks;
  routing: Routing;
}

/** The probes that see it, and how the operator comes in. */
export const neighbours = { networks: hostNetworks, host: hostLinks, ...selfPath };

/**
 * Changes of a network with what the host around it decides: the name of its bridge where libvirt chooses one, and
 * whether its routes are in the way of this SSH session.
 */
export function amongNeighbours(
  changes: readonly Change[],
  name: string,
  before: NetworkState,
  { session, ...current }: Neighbours & SelfPath,
): Change[] {
  const { key } = networkAt(name);
  let [state, around]: [NetworkState, Neighbours] = [before, current];
  return changes.map((change) => {
    let { impact, blocked } = change;
    const predictions = change.predictions.map((prediction): Prediction => {
      if (prediction.probe.key !== key) return prediction;
      const next = withBridge(prediction.value as NetworkState, name, around);
      const after = neighboursAfter(around, name, state, next);
      const self = selfImpact({ after: after.routing }, { session, routing: around.routing });
      if (impact.disruption !== 'management') impact = { ...impact, ...self };
      blocked ??= selfRefusal(after.routing, { session, routing: around.routing });
      [state, around] = [next, after];
      return { ...prediction, value: next };
    });
    return { ...change, impact, predictions, ...(blocked !== undefined && { blocked }) };
  });
}

/** libvirt gives a bridge without a name, or with a template, the first that no network and no link has. */
function withBridge(state: NetworkState, name: string, { networks, host }: Neighbours): NetworkState {
  if (!state.exists) return state;
  const own = networks.find((each) => each.name === name)?.bridge?.name;
  const taken = new Set([...networks.map(({ bridge }) => bridge?.name), ...host.links]);
  const named = (copy: Network): Network => {
    const template = copy.bridge?.name ?? 'virbr%d';
    if (!hasOwnBridge(copy) || !template.includes('%d')) return copy;
    const free = Array.from({ length: 256 }, (_, number) => template.replace('%d', String(number)));
    const chosen = own ?? free.find((each) => !taken.has(each));
    return chosen === undefined ? copy : { ...copy, bridge: { ...copy.bridge, name: chosen } };
  };
  const { persistent, live, ...rest } = state;
  return {
    ...rest,
    ...(persistent && { persistent: named(persistent) }),
    ...(live && { live: named(live) }),
  };
}

/** The routes of a host once a network is as `next` says. */
export function routingAfter(way: Routing, before: NetworkState, next: NetworkState): Routing {
  const [old, bridge] = [ownBridge(before), ownBridge(next)];
  const { ip = [], route = [] } = (next.exists && next.live) || {};
  if (bridge === undefined) return withRoutes(way, old === undefined ? [] : [old], []);
  return withRoutes(way, old === undefined ? [] : [old], [
    ...ip.flatMap((each) => routesOfAddress(bridge, `${each.address}/${prefixOf(each)}`)),
    ...route.map(({ gateway, metric = 1, address, ...length }): Route => {
      const to =
        address === undefined
          ? networkOf('default', gateway.includes(':') ? 6 : 4)
          : networkOf(`${address}/${prefixOf({ address, ...length })}`);
      return {
        ...{ table: TABLES.main, type: ROUTE_TYPES.unicast, to, metric: Number(metric) },
        hops: [{ device: bridge, gateway }],
      };
    }),
  ]);
}

/** What a host has around it when a network is as `next` says. */
export function neighboursAfter(
  { networks, host, routing: way }: Neighbours,
  name: string,
  before: NetworkState,
  next: NetworkState,
): Neighbours {
  return {
    networks: networksAfter(networks, name, next),
    host: linksAfter(host, before, next),
    routing: routingAfter(way, before, next),
  };
}

export function networksAfter(networks: readonly Network[], name: string, next: NetworkState): Network[] {
  const others = networks.filter((each) => each.name !== name);
  const persistent = next.exists ? next.persistent : undefined;
  return persistent ? byName([...others, brief(persistent)]) : others;
}

export function linksAfter(host: HostLinks, before: NetworkState, next: NetworkState): HostLinks {
  const [old, live] = [ownBridge(before), ownBridge(next)];
  const without = old === undefined ? host : withoutLink(host, old);
  return live === undefined || !next.exists ? without : withLink(without, live, routesOf(next.live, live));
}

/** The routes that a running network adds to the host's, but for default ones: see `HostLinks`. */
function routesOf({ ip = [], route = [] }: Partial<Network> = {}, device: string): HostRoute[] {
  const direct = ip.filter((each) => prefixOf(each) < (familyOf(each.address) === 'ipv6' ? 128 : 32));
  const led = route.filter((each) => prefixOf(each) > 0);
  return [
    ...direct.map((each) => ({ destination: destinationOf(each), device })),
    ...led.map(({ gateway, ...each }) => ({ destination: destinationOf(each), device, gateway })),
  ];
}
