import { type Change, type Impact, leaves, type Prediction } from '../plan/change.ts';
import { type HostLinks, type HostRoute, hostLinks, withLink, withoutLink } from '../plan/host-links.ts';
import { type SessionPath, sessionPath } from '../plan/session-path.ts';
import { contains, destinationOf, familyOf, prefixOf, spanOf, subnetOf } from './address.ts';
import { brief, byName, hostNetworks } from './host-networks.ts';
import { hasOwnBridge } from './mode.ts';
import type { Network } from './network.ts';
import { type NetworkState, networkAt, ownBridge } from './network-state.ts';

/** What a host has around a network. */
export interface Surroundings {
  networks: readonly Network[];
  host: HostLinks;
}

/** The probes that see it, and how the operator comes in. */
export const surroundings = { networks: hostNetworks, host: hostLinks, session: sessionPath };

/** To what changes leave of a network, what they leave around it: later tasks of a dry run must keep clear of that. */
export function withSurroundings(
  changes: readonly Change[],
  name: string,
  before: NetworkState,
  { session, ...seen }: Surroundings & { session: SessionPath },
): Change[] {
  const { key } = networkAt(name);
  let [state, around]: [NetworkState, Surroundings] = [before, seen];
  return changes.map((change) => {
    let { impact } = change;
    const left = change.leaves.flatMap((prediction): Prediction[] => {
      if (prediction.probe.key !== key) return [prediction];
      const next = withBridge(prediction.value as NetworkState, name, around);
      const after = surroundingsAfter(around, name, state, next);
      impact = divertedImpact(session, around.host, after.host, ownBridge(next)) ?? impact;
      [state, around] = [next, after];
      return [
        { ...prediction, value: next },
        leaves(hostNetworks, after.networks),
        leaves(hostLinks, after.host),
      ];
    });
    return { ...change, impact, leaves: left };
  });
}

/** libvirt gives a bridge without a name, or with a template, the first that no network and no link has. */
function withBridge(state: NetworkState, name: string, { networks, host }: Surroundings): NetworkState {
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

/** A subnet or route of a network that leads to the client of this session would take its answers away. */
function divertedImpact(
  { client }: SessionPath,
  before: HostLinks,
  after: HostLinks,
  bridge: string | undefined,
): Impact | undefined {
  if (client === undefined || bridge === undefined || leadsTo(client, before, bridge)) return undefined;
  const note = `the answers of this SSH session to ${client} would go to ${bridge}`;
  return leadsTo(client, after, bridge) ? { disruption: 'management', note } : undefined;
}

/** Whether one of the closest routes to an address leads over a link. */
function leadsTo(client: string, { routes }: HostLinks, link: string): boolean {
  const span = spanOf(client.replace(/%.*/, ''));
  const ways = routes.filter(({ destination }) => span && contains(subnetOf(destination), span));
  const closest = Math.max(...ways.map(({ destination }) => destination.prefix));
  return ways.some(({ destination, device }) => device === link && destination.prefix === closest);
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
