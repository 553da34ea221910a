import { overlaps, spanOf } from '../../libvirt/model/address.ts';
import type { DhcpHost } from '../../libvirt/model/elements/ip.ts';
import { hasOwnBridge } from '../../libvirt/model/mode.ts';
import { ip as addressType } from '../../libvirt/model/value.ts';
import { memoize } from '../../plan/memoize.ts';
import { type AuditedNetwork, type Fleet, uplinksOf } from '../host-model.ts';
import { type OnHost, onNetworks, type Rule, when } from '../rule.ts';

/** A range of which less is free than this share is nearly full. */
const NEARLY = 0.1;

/** Rules about the addresses that networks give out. */
export const DHCP_AUDIT_RULES: readonly Rule[] = [
  {
    id: 'leases-unreadable',
    severity: 'error',
    summary: 'libvirt cannot read the leases of a network',
    why: 'It is unknown who holds which address, and libvirt forgets the leases when the network starts again. A guest that names itself by bytes that are no UTF-8 does this to libvirt 10 and later, which writes a file that it then refuses.',
    todo: 'See what libvirt says, and take the entry out of the file that it names.',
    find: onNetworks(({ name, leasesUnread }) =>
      when(leasesUnread, 'its leases cannot be read', ['virsh', 'net-dhcp-leases', '--network', name]),
    ),
  },
  {
    id: 'range-full',
    severity: 'error',
    summary: 'No address of the DHCP ranges is free',
    why: 'A guest that is new gets none.',
    todo: 'Make the range larger, or take back leases of guests that are gone.',
    find: onNetworks(({ pool }) =>
      when(
        pool && pool.addresses > 0 && pool.free === 0 && pool.used > 0,
        `${pool?.used} of ${pool?.addresses} addresses are held, none is free`,
      ),
    ),
  },
  {
    id: 'range-nearly-full',
    severity: 'warning',
    summary: 'The DHCP ranges are nearly full',
    why: 'Soon guests that are new get no address.',
    todo: 'Make the range larger, or take back leases of guests that are gone.',
    find: onNetworks(({ pool }) =>
      when(
        pool && pool.used > 0 && pool.free > 0 && pool.free < pool.addresses * NEARLY,
        `${pool?.free} of ${pool?.addresses} addresses are free`,
      ),
    ),
  },
  {
    id: 'reservation-of-nobody',
    severity: 'warning',
    summary: 'A reservation is for a MAC address that no guest has',
    why: 'No guest of the fleet gets the address. The guest is gone, or its MAC address is another one.',
    todo: 'Remove the reservation, or correct its mac.',
    find: onNetworks((network, _, fleet) =>
      eachReservation(network, ({ mac, ip }) => {
        const isKnown = !fleet.isWhole || mac === undefined || macsOf(fleet).has(lower(mac));
        return isKnown ? undefined : `${ip} is for ${mac}, which no guest of the fleet has`;
      }),
    ),
  },
  {
    id: 'reservation-in-other-network',
    severity: 'error',
    summary: 'A reservation is for a guest that is on another network',
    why: 'The guest asks the DHCP of its own network, which does not know the reservation.',
    todo: 'Write the reservation into the network of the guest, or plug the guest into this one.',
    find: onNetworks((network, { guests }) =>
      eachReservation(network, ({ mac, ip }) => {
        const own = guests.filter((one) => mac !== undefined && one.mac === lower(mac));
        const isHere = own.some((one) => network.guests.includes(one));
        const [other] = own;
        const place = other?.network ?? other?.bridge ?? other?.type;
        return other && !isHere ? `${ip} is for guest ${other.guest}, which is on ${place}` : undefined;
      }),
    ),
  },
  {
    id: 'reservation-held-by-other',
    severity: 'warning',
    summary: 'A reserved address is held by another guest',
    why: 'The guest for which it is reserved gets it only once that lease ends.',
    todo: 'Let the other guest ask for a new address, and take reserved addresses outside of the ranges.',
    find: onNetworks((network) =>
      eachReservation(network, ({ mac, ip }) => {
        const holder = network.leases.find(
          (lease) => mac !== undefined && same(lease.ip, ip) && lease.mac !== lower(mac),
        );
        return holder && `${ip} is for ${mac}, and ${holder.mac} holds it`;
      }),
    ),
  },
  {
    id: 'address-used-by-other',
    severity: 'error',
    summary: 'Another machine answers for an address that a guest holds',
    why: 'Both have the address: connections reach one or the other. One of them has it as a static address.',
    todo: 'Take the static address out of the range, or reserve it for the machine that has it.',
    find: onNetworks(({ bridge, leases }, { neighbours = [] }) =>
      neighbours.flatMap(({ ip, link, mac, answers }) => {
        const lease = answers && link === bridge ? leases.find((one) => same(one.ip, ip)) : undefined;
        return when(lease && lease.mac !== mac, `${lease?.mac} holds ${ip}, and ${mac} answers for it`);
      }),
    ),
  },
  {
    id: 'dhcp-on-uplink',
    severity: 'error',
    summary: 'A network gives out addresses on a bridge that leads out of the host',
    why: 'Everything behind the port asks it, too: machines of others get addresses that lead nowhere.',
    todo: 'Take the port out of the bridge, or take dhcp out of the network.',
    find: onNetworks(({ live, bridge }, host) => {
      if (!live || bridge === undefined || !hasOwnBridge(live) || !servesDhcp(live)) return [];
      const ports = uplinksOf(bridge, host).filter(({ name }) => name !== `${bridge}-nic`);
      return ports.flatMap(({ name }) =>
        when(true, `${bridge} has the port ${name}`, ['ip', 'link', 'set', 'dev', name, 'nomaster']),
      );
    }),
  },
  {
    id: 'same-lease-twice',
    severity: 'warning',
    summary: 'Two networks of a host give out the same addresses',
    why: 'The host reaches only one of the two guests that hold an address.',
    todo: 'Take another subnet for one of the networks.',
    find: onNetworks((network, { networks }) =>
      spansOf(network).flatMap(({ span, text }) => {
        const other = networks.find(
          (one) =>
            one !== network &&
            one.active &&
            network.active &&
            spansOf(one).some((each) => overlaps(each.span, span)),
        );
        return when(other, `${text} overlaps a range of network ${other?.name}`);
      }),
    ),
  },
];

/** The reservations of the definition, and what is wrong with each. */
function eachReservation(
  { definition: { ip = [] } }: AuditedNetwork,
  check: (host: DhcpHost) => string | undefined,
): Omit<OnHost, 'object'>[] {
  return ip.flatMap(({ dhcp }, index) =>
    (dhcp?.host ?? []).flatMap((host, place) =>
      when(check(host), check(host) ?? '').map((one) => ({
        ...one,
        at: ['ip', index, 'dhcp', 'host', place],
      })),
    ),
  );
}

/** Of all guests. */
const macsOf = memoize(
  ({ hosts }: Fleet) => new Set(hosts.flatMap(({ guests }) => guests.map(({ mac }) => mac))),
);

function spansOf({ definition: { ip = [] } }: AuditedNetwork) {
  return ip.flatMap(({ dhcp }) =>
    (dhcp?.range ?? []).flatMap(({ start, end }) => {
      const span = spanOf(start, end);
      return span ? [{ span, text: `${start}-${end}` }] : [];
    }),
  );
}

function servesDhcp({ ip = [] }: AuditedNetwork['definition']): boolean {
  return ip.some(({ dhcp }) => (dhcp?.range ?? dhcp?.host ?? []).length > 0);
}

function lower(mac: string): string {
  return mac.toLowerCase();
}

function same(one: string, other: string): boolean {
  return addressType.canonical(one) === addressType.canonical(other);
}
