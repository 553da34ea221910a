import { type BridgePort, bridgePorts } from '../host/bridge-ports.ts';
import { modeName } from '../libvirt/model/mode.ts';
import { type CurrentDefinition, definitionsBeside } from '../libvirt/observe/current-definitions.ts';
import { type GuestAttachment, guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import { type NetworkState, networkStates } from '../libvirt/observe/network-state.ts';
import { type Probe, ProbeError } from '../plan/probe.ts';
import type { Topology, TopologyInterface, TopologyNetwork, TopologyRead } from '../plan/topology.ts';
import { type BridgesAndTaps, bridgesAndTaps } from './bridges-and-taps.ts';

/** Reads how the networks of a host are plugged together. */
export const topologyRead: TopologyRead = (tasks) => {
  const described = new Map(tasks.filter(isNetwork).map((probe) => [probe.member?.name ?? '', probe]));
  const others = definitionsBeside([...described.keys()]);
  return {
    probes: [...described.values(), others, bridgesAndTaps, guestAttachments, bridgePorts],
    of: (read) => {
      const networks = new Map(read(others).map((each) => [each.name, each]));
      for (const [name, probe] of described) {
        const known = definitionOf(name, () => read(probe));
        if (known) networks.set(name, known);
      }
      const [links, guests, ports] = [read(bridgesAndTaps), read(guestAttachments), read(bridgePorts)];
      return topologyOf({ networks: [...networks.values()], links, guests, ports });
    },
  };
};

function isNetwork(probe: Probe): probe is Probe<NetworkState> {
  return probe.member?.kind === networkStates.kind;
}

/** Undefined of a network that is not there. */
function definitionOf(name: string, read: () => NetworkState): CurrentDefinition | undefined {
  try {
    const state = read();
    if (!state.exists) return undefined;
    const definition = state.live ?? state.persistent;
    return { name, active: state.active, ...(definition && { definition }) };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { name, active: false };
  }
}

interface Parts {
  networks: readonly CurrentDefinition[];
  links: BridgesAndTaps;
  guests: readonly GuestAttachment[];
  ports: readonly BridgePort[];
}

/** Exported for tests. */
export function topologyOf({ networks, links, guests, ports }: Parts): Topology {
  const drawn = networks.map(networkOf).toSorted((a, b) => a.name.localeCompare(b.name));
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

function networkOf({ name, active, definition }: CurrentDefinition): TopologyNetwork {
  if (!definition) return { name, active, devices: [] };
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
