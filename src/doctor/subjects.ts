import { hasOwnBridge, modeOf } from '../libvirt/model/mode.ts';
import type { Network } from '../libvirt/model/network.ts';
import type { ListedNetwork } from '../libvirt/observe/all-networks.ts';
import type { DhcpLease } from '../libvirt/observe/leases.ts';
import { orElse } from '../plan/tried.ts';
import type { HostReadings } from './host-readings.ts';
import type { Guest, Nic } from './readings/guests.ts';
import type { NetworkDaemon } from './readings/host-state.ts';
import type { Kernel, Link } from './readings/links.ts';

/** What somebody asks about. Of what is asked for by its name more is said than of all a host has. */
export interface AskedFor {
  /** A network or a guest; undefined for the whole host. */
  name: string | undefined;
}

export interface HostSubject {
  readings: HostReadings;
  kernel: Kernel;
  networks: readonly NetworkSubject[];
}

export interface NetworkSubject {
  readings: HostReadings;
  kernel: Kernel;
  name: string;
  network: ListedNetwork;
  /** What runs, or would run. */
  definition: Network;
  /** The bridge of the definition, and whether libvirt makes it. */
  bridge: string | undefined;
  isOwn: boolean;
  leases: readonly DhcpLease[];
  daemon: NetworkDaemon | undefined;
  /** Running guests that are configured for it. */
  users: readonly string[];
  isAsked: boolean;
}

/** A bridge of the host that running guests or networks use. */
export interface BridgeSubject {
  kernel: Kernel;
  readings: HostReadings;
  name: string;
  /** `network lab`, `guest web`. */
  users: readonly string[];
}

export interface NicSubject {
  readings: HostReadings;
  kernel: Kernel;
  guest: Guest;
  nic: Nic;
  /** Its tap, where the kernel has it. */
  tap: Link | undefined;
  /** The bridge it belongs on, where the kernel has that. */
  bridge: Link | undefined;
  /** Bytes that its network takes; undefined where that is not libvirt's own. */
  mtu: number | undefined;
  leases: readonly DhcpLease[];
  isAsked: boolean;
}

const NO_KERNEL: Kernel = { links: new Map(), vlans: [], routes: [], defaults: [] };

/** Everything of a host that can be ill. */
export function subjectsOf(readings: HostReadings, { name }: AskedFor) {
  const kernel = orElse(readings.kernel, NO_KERNEL);
  const guests = orElse(readings.guests, []);
  const networks = orElse(readings.networks, []).flatMap((network): NetworkSubject[] => {
    if (!('state' in network)) return [];
    const { state } = network;
    const definition = state.live ?? state.persistent ?? { name: network.name };
    return [
      {
        ...{ readings, kernel, name: network.name, network, definition },
        bridge: definition.bridge?.name,
        isOwn: hasOwnBridge(definition),
        leases: orElse(readings.leases, new Map<string, DhcpLease[]>()).get(network.uuid) ?? [],
        daemon: readings.state.daemons.find((one) => one.network === network.name),
        users: guests
          .filter((guest) => guest.running && guest.nics.some((nic) => nic.network === network.name))
          .map((guest) => guest.name),
        isAsked: network.name === name,
      },
    ];
  });
  const own = new Set(networks.flatMap(({ isOwn, bridge }) => (isOwn && bridge ? [bridge] : [])));
  const nics = guests.flatMap((guest) =>
    guest.nics.map((written): NicSubject => {
      const network = networks.find((one) => one.name === written.network);
      const nic = inPlace(written, network?.network.state.live?.bridge?.name);
      const bridge = nic.bridge ?? network?.bridge;
      return {
        ...{ readings, kernel, guest, nic, isAsked: guest.name === name },
        tap: nic.tap === undefined ? undefined : kernel.links.get(nic.tap),
        bridge: bridge === undefined ? undefined : kernel.links.get(bridge),
        mtu: network?.isOwn ? Number(network.definition.mtu?.size ?? 1500) : undefined,
        leases: networks.flatMap((one) => one.leases),
      };
    }),
  );
  const used = new Map<string, Set<string>>();
  const use = (bridge: string, user: string) => {
    if (!own.has(bridge)) used.set(bridge, new Set([...(used.get(bridge) ?? []), user]));
  };
  for (const { network, bridge, name: user } of networks)
    if (bridge !== undefined && network.state.active) use(bridge, `network ${user}`);
  for (const { guest, nic } of nics)
    if (guest.running && nic.bridge !== undefined && !nic.openVswitch) use(nic.bridge, `guest ${guest.name}`);
  const bridges = [...used].map(
    ([bridge, users]): BridgeSubject => ({ readings, kernel, name: bridge, users: [...users] }),
  );
  return { host: { readings, kernel, networks } satisfies HostSubject, networks, bridges, nics, guests };
}

/** A guest keeps the bridge that its network had when it was plugged in, though that has another name since. */
function inPlace(nic: Nic, bridge: string | undefined): Nic {
  const isNamed = nic.bridge === undefined || bridge === undefined || nic.bridge === bridge;
  return isNamed ? nic : { ...nic, bridge };
}

export type Subjects = ReturnType<typeof subjectsOf>;

/** Whether a network is to run: what a person has stopped and nobody misses is not ill. */
export function isMissed({ network: { state }, users, isAsked }: NetworkSubject): boolean {
  return state.active || state.autostart || users.length > 0 || isAsked;
}

/** Whether guests of a network are to reach others through the host. */
export function forwards({ definition }: Pick<NetworkSubject, 'definition'>): boolean {
  return ['nat', 'route'].includes(modeOf(definition));
}
