import { bridgePorts } from '../host/bridge-ports.ts';
import { modeName } from '../libvirt/model/mode.ts';
import { allNetworks, type ListedNetwork, type UnreadableNetwork } from '../libvirt/observe/all-networks.ts';
import { type GuestAttachment, guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import type { Current } from '../plan/probe.ts';
import type { Topology, TopologyInterface, TopologyNetwork, TopologyRead } from '../plan/topology.ts';
import { bridgesAndTaps } from './bridges-and-taps.ts';

const probes = {
  networks: allNetworks,
  links: bridgesAndTaps,
  guests: guestAttachments,
  ports: bridgePorts,
};

/** Reads how the networks of a host are plugged together. */
export const topologyRead: TopologyRead = {
  probes,
  of: (current) => topologyOf(current as Current<typeof probes>),
};

/** Exported for tests. */
export function topologyOf({ networks, links, guests, ports }: Current<typeof probes>): Topology {
  const drawn = networks.map(networkOf);
  const bridgeOf = new Map(drawn.map(({ name, bridge }) => [name, bridge]));
  const owned = new Set(guests.map((one) => one.interface));
  return {
    networks: drawn,
    bridges: links.bridges.map((name) => ({
      name,
      ports: ports.flatMap(({ bridge, port, tap }) => (bridge === name && !tap ? [port] : [])),
    })),
    interfaces: guests.map((one) => interfaceOf(one, one.network ? bridgeOf.get(one.network) : undefined)),
    orphans: links.taps.flatMap(({ name, master }) =>
      master === undefined && !owned.has(name) ? [name] : [],
    ),
  };
}

function networkOf(network: ListedNetwork | UnreadableNetwork): TopologyNetwork {
  const { name } = network;
  if (!('state' in network)) return { name, active: false, devices: [] };
  const { active, live, persistent } = network.state;
  const definition = live ?? persistent ?? { name };
  const { forward, bridge } = definition;
  const named = [forward?.dev, forward?.pf?.dev, ...(forward?.interface ?? []).map(({ dev }) => dev)];
  const devices = [...new Set(named.flatMap((dev) => dev ?? []))];
  return { name, mode: modeName(definition), active, ...(bridge?.name && { bridge: bridge.name }), devices };
}

function interfaceOf(
  { guest, running, mac, network, bridge: own, interface: tap, master }: GuestAttachment,
  bridgeOfNetwork: string | undefined,
): TopologyInterface {
  const bridge = bridgeOfNetwork ?? own;
  return {
    ...{ guest, running, mac },
    ...(network !== undefined && { network }),
    ...(bridge !== undefined && { bridge }),
    ...(tap !== undefined && { tap }),
    ...(master !== undefined && { master }),
    ...(tap !== undefined && bridge !== undefined && master !== bridge && { loose: true as const }),
  };
}
