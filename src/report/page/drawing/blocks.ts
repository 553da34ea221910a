import type { Topology, TopologyInterface, TopologyNetwork } from '../../../plan/topology.ts';
import { collected } from '../../fold.ts';

/** What is drawn together: a bridge with what leads out of the host, and the networks that use it. */
export interface Block {
  /** Absent for networks that guests reach without a bridge. */
  bridge?: { name: string; isMissing: boolean };
  /** Links of the host. */
  uplinks: readonly string[];
  /** How traffic leaves, where no link is plugged in. */
  way: string;
  lanes: readonly Lane[];
}

/** A network with the interfaces of its guests; without a name those that are on the bridge itself. */
export interface Lane {
  name?: string;
  state: 'active' | 'inactive' | 'missing';
  interfaces: readonly TopologyInterface[];
}

/** The blocks of a host: networks in the order of the host, then bridges of no network. */
export function blocksOf({ networks, bridges, interfaces }: Topology): Block[] {
  const known = new Set(networks.map(({ name }) => name));
  const stray = collected(
    interfaces.filter(({ network }) => network !== undefined && !known.has(network)),
    ({ network = '' }) => network,
  );
  const missing = stray.map(([first, ...rest]): Block => {
    const lane: Lane = { ...named(first.network), state: 'missing', interfaces: [first, ...rest] };
    return { uplinks: [], way: 'no such network', lanes: [lane] };
  });
  const onBridge = new Map(
    collected(
      interfaces.filter(({ network, bridge }) => network === undefined && bridge !== undefined),
      ({ bridge = '' }) => bridge,
    ).map((all) => [all[0].bridge ?? '', all]),
  );
  const portsOf = new Map(bridges.map(({ name, ports }) => [name, ports]));
  const used = networks.map(({ bridge }) => bridge ?? '');
  const free = [...new Set([...portsOf.keys(), ...onBridge.keys()])].filter((name) => !used.includes(name));
  const withBridge = (name: string, own: readonly TopologyNetwork[]): Block => {
    const direct = onBridge.get(name) ?? [];
    const alone: Lane[] = direct.length > 0 ? [{ state: 'active', interfaces: direct }] : [];
    const ports = portsOf.get(name);
    const isUsed = own.length === 0 || own.some(({ active }) => active);
    const [first] = own;
    return {
      bridge: { name, isMissing: ports === undefined && isUsed },
      uplinks: ports?.length ? ports : (first?.devices ?? []),
      way: wayOf(first),
      lanes: [...own.map((one) => laneOf(one, interfaces)), ...alone],
    };
  };
  const grouped = collected(networks, ({ bridge, name }) => bridge ?? `\0${name}`);
  return [
    ...grouped.map((own): Block => {
      const [first] = own;
      if (first.bridge !== undefined) return withBridge(first.bridge, own);
      return { uplinks: first.devices, way: wayOf(first), lanes: [laneOf(first, interfaces)] };
    }),
    ...free.map((name) => withBridge(name, [])),
    ...missing,
  ];
}

function laneOf({ name, active }: TopologyNetwork, interfaces: readonly TopologyInterface[]): Lane {
  const own = interfaces.filter(({ network }) => network === name);
  return { name, state: active ? 'active' : 'inactive', interfaces: own };
}

function named(name: string | undefined) {
  return name === undefined ? {} : { name };
}

/** What stands in place of a link of the host. */
function wayOf(network: TopologyNetwork | undefined): string {
  if (!network) return 'no uplink';
  const { mode } = network;
  if (mode === undefined) return 'cannot be read';
  return WAYS[mode] ?? 'no uplink';
}

const WAYS: Readonly<Record<string, string>> = { nat: 'NAT', route: 'routed', open: 'routed, no firewall' };
