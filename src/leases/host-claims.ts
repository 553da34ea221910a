import { neighbours } from '../host/links/neighbours.ts';
import { hasOwnBridge } from '../libvirt/model/mode.ts';
import { allLeases } from '../libvirt/observe/all-leases.ts';
import { allNetworks, type ListedNetwork } from '../libvirt/observe/all-networks.ts';
import { type GuestAttachment, guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import type { DhcpLease } from '../libvirt/observe/leases.ts';
import type { Current } from '../plan/probe.ts';
import type { Claim } from './holder.ts';
import { hostClock } from './host-clock.ts';
import { instanceLeases } from './instance-leases.ts';

/** What is asked of each host. */
export const HOLDER_PROBES = {
  networks: allNetworks,
  leases: allLeases,
  guests: guestAttachments,
  neighbours,
  instances: instanceLeases,
  clock: hostClock,
};

export type Answers = Current<typeof HOLDER_PROBES>;

/** The definition that counts: the one that runs, where it does. */
export function definitionOf({ state }: ListedNetwork) {
  return state.live ?? state.persistent;
}

/** Networks by the bridges that libvirt makes for them: on any other bridge several may be. */
export function networksOf({ networks }: Pick<Answers, 'networks'>): Map<string, ListedNetwork> {
  return new Map(
    networks.flatMap((network) => {
      if (!('state' in network)) return [];
      const definition = definitionOf(network);
      const bridge = definition?.bridge?.name;
      return definition && bridge !== undefined && hasOwnBridge(definition)
        ? [[bridge, network] as const]
        : [];
    }),
  );
}

/** Everything on a host that says who has which address, or could have. */
export function claimsOf(answers: Answers): Claim[] {
  const onBridge = networksOf(answers);
  const onHostBridge = guestsOnHostBridges(answers);
  /** The name of what a link belongs to; on a bridge of the host each guest has its own. */
  const named = (link: string, mac: string) =>
    onBridge.get(link)?.name ?? onHostBridge.get(keyOf(link, mac)) ?? link;
  return [
    ...answers.networks.flatMap((network) => ('state' in network ? ofNetwork(network, answers) : [])),
    ...answers.guests.map((guest) => ofGuest(guest, named)),
    ...answers.neighbours.map(
      ({ ip, mac, link, answers: isThere }): Claim => ({
        ...{ source: isThere ? 'seen' : 'met', network: named(link, mac), ip, mac },
      }),
    ),
    ...answers.instances.leases.map(({ instance, expires, mac, ip, hostname }): Claim => {
      const [link = instance] = answers.instances.links[instance] ?? [];
      const end = ending(expires, answers);
      return { source: 'lease', network: named(link, mac), ip, mac, name: hostname ?? null, ...end };
    }),
  ];
}

/** The networks by which guests are on bridges of the host, by bridge and MAC. */
function guestsOnHostBridges({ networks, guests }: Answers): Map<string, string> {
  const bridges = new Map(
    networks.flatMap((network) => {
      const bridge = 'state' in network ? definitionOf(network)?.bridge?.name : undefined;
      return bridge === undefined ? [] : [[network.name, bridge] as const];
    }),
  );
  return new Map(
    guests.flatMap(({ network = '', mac }) => {
      const bridge = bridges.get(network);
      return bridge === undefined ? [] : [[keyOf(bridge, mac), network] as const];
    }),
  );
}

function keyOf(link: string, mac: string): string {
  return JSON.stringify([link, mac]);
}

function ofNetwork(network: ListedNetwork, { leases, clock }: Answers): Claim[] {
  const { name, uuid } = network;
  const { ip: own = [], mac } = definitionOf(network) ?? {};
  const reserved = own.flatMap(({ dhcp }) => dhcp?.host ?? []);
  return [
    ...own.map(
      ({ address }): Claim => ({
        ...{ source: 'host', network: name, ip: address ?? null, mac: mac?.address?.toLowerCase() ?? null },
      }),
    ),
    ...(leases.get(uuid) ?? []).map(
      (lease): Claim => ({
        ...{ source: 'lease', network: name, ip: lease.ip, mac: lease.mac.toLowerCase() },
        ...{ name: lease.hostname ?? null, ...ending(secondsOf(lease, clock.zone), { clock }) },
      }),
    ),
    ...reserved.map(
      ({ ip, mac, name: called }): Claim => ({
        ...{ source: 'reserved', network: name, ip },
        ...{ mac: mac?.toLowerCase() ?? null, name: called ?? null },
      }),
    ),
  ];
}

/** A guest of a network is told by that; else by the bridge that it is on. */
function ofGuest(one: GuestAttachment, named: (link: string, mac: string) => string): Claim {
  const { guest, running, mac, network, bridge, master, interface: tap } = one;
  const link = master ?? bridge;
  return {
    ...{
      source: 'guest',
      network: link === undefined ? (network ?? one.type) : named(link, mac),
      ip: null,
      mac,
    },
    ...{ guest, running, interface: tap ?? null },
  };
}

/** virsh prints the local time of the host. */
function secondsOf({ expires }: DhcpLease, zone: string): number {
  return expires === undefined ? 0 : Date.parse(`${expires.replace(' ', 'T')}${zone}`) / 1000;
}

function ending(seconds: number, { clock }: Pick<Answers, 'clock'>): Pick<Claim, 'expires' | 'left'> {
  if (!(seconds > 0)) return { expires: null, left: null };
  return { expires: new Date(seconds * 1000).toISOString(), left: seconds - clock.seconds };
}
