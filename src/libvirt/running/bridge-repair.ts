import {
  type KernelBridge,
  type KernelBridges,
  kernelBridges,
  withBridge,
} from '../../bridge/kernel/kernel-bridges.ts';
import { hostLinks } from '../../host/host-links.ts';
import { shortIpv6 } from '../../host/ipv6.ts';
import { routing } from '../../management/routing.ts';
import { type SelfPath, selfImpact } from '../../management/self-path.ts';
import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { destinationOf, prefixOf } from '../model/address.ts';
import type { Network } from '../model/network.ts';
import { linksAfter, type Neighbours, routingAfter } from '../network/neighbours.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';

/** What a repair rests on. */
export interface CurrentBridges extends Omit<Neighbours, 'networks'>, SelfPath {
  bridges: KernelBridges;
}

/** One thing of a bridge that is not as the network that runs says. */
interface Difference {
  what: string;
  before: string | null;
  after: string | null;
  steps: Step[];
  is: Partial<KernelBridge>;
  /** Addresses that go. */
  gone?: readonly string[];
}

/**
 * The changes that make the bridge of a network that runs what libvirt made it: set up, with its mtu, its spanning tree,
 * its addresses and its routes. libvirt does not look at it again while the network runs.
 */
export function repairedBridge(name: string, state: NetworkState, current: CurrentBridges): Change[] {
  const bridge = ownBridge(state);
  const found = bridge === undefined ? undefined : current.bridges[bridge];
  if (!state.exists || !state.live || bridge === undefined || !found) return [];
  const all = [
    ...differences(bridge, found, bridgeOf(state.live, found.mtu)),
    ...lostRoutes(bridge, state.live, current),
  ];
  // What a repair disturbs costs a third of the plan of a network, of which nearly all need none.
  if (all.length === 0) return [];
  const host = linksAfter(current.host, state, state);
  const way = routingAfter(current.routing, state, state);
  const impact = selfImpact({ links: [bridge], after: way }, current) ?? NO_IMPACT;
  let left = found;
  return all.map(({ what, before, after, steps, is, gone = [] }) => {
    left = { ...left, ...is };
    const lost = gone.length > 0 && impact === NO_IMPACT;
    return {
      action: before === null ? 'create' : after === null ? 'delete' : 'update',
      proof: 'observed',
      what: `${what} of ${bridge}`,
      copies: ['kernel'],
      before,
      after,
      impact: lost
        ? { disruption: 'service', note: `network ${name} does not have ${gone.join(', ')}` }
        : impact,
      steps,
      predictions: [
        predict(kernelBridges, withBridge(current.bridges, bridge, left)),
        predict(hostLinks, host),
        predict(routing, way),
      ],
    };
  });
}

/** The bridges once a network is as `after` says. */
export function bridgesAfter(all: KernelBridges, before: NetworkState, after: NetworkState): KernelBridges {
  const [is, next] = [ownBridge(before), ownBridge(after)];
  const left = is === undefined || is === next ? all : withBridge(all, is, undefined);
  if (next === undefined || !after.exists || !after.live) return left;
  return withBridge(left, next, bridgeOf(after.live, left[next]?.mtu));
}

/** The bridge that libvirt makes for a network. Where nothing says its mtu, the kernel takes that of its ports. */
function bridgeOf({ bridge, mtu, ip = [] }: Network, otherwise = 1500): KernelBridge {
  const addresses = ip.map((each) => `${written(each.address)}/${prefixOf(each)}`);
  return {
    up: true,
    mtu: mtu?.size === undefined ? otherwise : Number(mtu.size),
    stp: bridge?.stp !== 'off',
    // Every link has one of these that nobody wrote: RFC 4291.
    addresses: addresses.filter((cidr) => !/^fe[89ab]/.test(cidr)).toSorted(),
  };
}

/** As `ip` writes it. */
function written(address: string): string {
  return address.includes(':') ? shortIpv6(address) : address;
}

function differences(bridge: string, is: KernelBridge, next: KernelBridge): Difference[] {
  const link = (...words: string[]): Step => ({
    do: 'run',
    argv: ['ip', 'link', 'set', 'dev', bridge, ...words],
  });
  const address = (verb: 'add' | 'del', cidr: string): Step => ({
    do: 'run',
    argv: ['ip', 'addr', verb, cidr, 'dev', bridge],
  });
  const gone = is.addresses.filter((cidr) => !next.addresses.includes(cidr));
  const added = next.addresses.filter((cidr) => !is.addresses.includes(cidr));
  const stp = (on: boolean) => (on ? 'on' : 'off');
  const all: Difference[] = [
    { what: 'state', before: is.up ? 'up' : 'down', after: 'up', steps: [link('up')], is: { up: true } },
    {
      what: 'mtu',
      before: String(is.mtu),
      after: String(next.mtu),
      steps: [link('mtu', String(next.mtu))],
      is: { mtu: next.mtu },
    },
    {
      what: 'stp',
      before: stp(is.stp),
      after: stp(next.stp),
      steps: [link('type', 'bridge', 'stp_state', next.stp ? '1' : '0')],
      is: { stp: next.stp },
    },
    {
      what: 'addresses',
      before: is.addresses.join(', ') || null,
      after: next.addresses.join(', ') || null,
      steps: [...gone.map((cidr) => address('del', cidr)), ...added.map((cidr) => address('add', cidr))],
      is: { addresses: next.addresses },
      gone,
    },
  ];
  return all.filter(({ before, after }) => before !== after);
}

/** Routes that libvirt made when the network started. A default route is not among those that are read. */
function lostRoutes(bridge: string, { route = [] }: Network, { host }: CurrentBridges): Difference[] {
  const wanted = route
    .filter((each) => prefixOf(each) > 0)
    .map((each) => {
      const { address, prefix } = destinationOf(each);
      return { to: `${address}/${prefix}`, gateway: each.gateway, metric: String(each.metric ?? 1) };
    });
  const isThere = ({ to, gateway }: { to: string; gateway: string }) =>
    host.routes.some(
      ({ destination, device, gateway: via }) =>
        device === bridge && via === gateway && `${destination.address}/${destination.prefix}` === to,
    );
  const lost = wanted.filter((each) => !isThere(each));
  if (lost.length === 0) return [];
  const text = (routes: typeof wanted) =>
    routes.map(({ to, gateway }) => `${to} via ${gateway}`).join(', ') || null;
  const steps = lost.map(
    ({ to, gateway, metric }): Step => ({
      do: 'run',
      argv: ['ip', 'route', 'add', to, 'via', gateway, 'dev', bridge, 'proto', 'static', 'metric', metric],
    }),
  );
  return [{ what: 'routes', before: text(wanted.filter(isThere)), after: text(wanted), steps, is: {} }];
}
