import { can } from '../../versions/libvirt.ts';
import { contains, familyOf, numberOf, overlaps, prefixOf, spanOf, subnetOf } from '../model/address.ts';
import type { Ip, Range } from '../model/elements/ip.ts';
import type { Network } from '../model/network.ts';
import { type Rule, type Where, writesLength } from './rule.ts';

/** Rules about addresses and DHCP ranges; what is refused by libvirt is refused by its networkDefParse as well. */
export const ADDRESS_RULES: readonly Rule[] = [
  {
    code: 'ip-family',
    severity: 'error',
    summary: 'An address of another family than it says',
    hint: 'Give an IPv6 address family: ipv6, and an IPv4 address none.',
    find: ({ ip = [], route = [] }) => [
      ...ip.flatMap((each, index) => wrongFamily(each.family, each.address, ['ip', index])),
      ...route.flatMap((each, index) =>
        wrongFamily(each.family, each.address ?? each.gateway, ['route', index]),
      ),
    ],
  },
  {
    code: 'ip-length',
    severity: 'error',
    summary: 'The length of a network is not clear',
    hint: 'Give one of prefix and netmask; a netmask is for IPv4 only and has no holes.',
    find: ({ ip = [], route = [] }) => [
      ...ip.flatMap((each, index) => wrongLength(each, ['ip', index])),
      ...route.flatMap((each, index) => wrongLength(each, ['route', index])),
    ],
  },
  {
    code: 'ip-repeated',
    severity: 'error',
    summary: 'Addresses of a network overlap',
    hint: 'Give every ip a subnet of its own.',
    isCertain: writesLength,
    find: ({ ip = [] }) =>
      ip.flatMap((each, index) => {
        const other = ip.slice(0, index).find((earlier) => overlaps(subnetOf(earlier), subnetOf(each)));
        const detail = `${each.address}/${prefixOf(each)} overlaps ${other?.address}/${other && prefixOf(other)}`;
        return other ? [{ at: ['ip', index, 'address'], detail }] : [];
      }),
  },
  {
    code: 'ip-not-an-address',
    severity: 'error',
    summary: 'An address that no interface can have',
    hint: 'Take an address inside the subnet, such as the first one.',
    isCertain: writesLength,
    find: ({ ip = [] }) =>
      ip.flatMap((each, index) => {
        const { family, first, last } = subnetOf(each);
        const own = numberOf(each.address);
        if (prefixOf(each) >= (family === 'ipv4' ? 31 : 127) || prefixOf(each) === 0) return [];
        const isEdge = own === first || (family === 'ipv4' && own === last);
        const detail = `${each.address} is the ${own === first ? 'network' : 'broadcast'} address of its subnet`;
        return isEdge ? [{ at: ['ip', index, 'address'], detail }] : [];
      }),
  },
  {
    code: 'range-outside',
    severity: 'error',
    summary: 'A DHCP range is outside its subnet',
    hint: 'Take addresses of the subnet, without its network and broadcast address.',
    isCertain: writesLength,
    find: eachRange(({ start, end }, parent) => {
      const span = spanOf(start, end);
      const subnet = subnetOf(parent);
      if (!span) return `${start} and ${end} are not of one family`;
      if (!contains(subnet, span))
        return `${start}-${end} is not within ${parent.address}/${prefixOf(parent)}`;
      if (span.family === 'ipv6') return undefined;
      if (span.first === subnet.first)
        return `${start} is the network address of ${parent.address}/${prefixOf(parent)}`;
      return span.last === subnet.last ? `${end} is the broadcast address` : undefined;
    }),
  },
  {
    code: 'range-reversed',
    severity: 'error',
    summary: 'A DHCP range ends before it starts',
    hint: 'Exchange start and end.',
    find: eachRange(({ start, end }) => {
      const span = spanOf(start, end);
      return span && span.first > span.last ? `${end} is before ${start}` : undefined;
    }),
  },
  {
    code: 'range-too-large',
    severity: 'error',
    summary: 'A DHCP range is too large for libvirt',
    hint: 'Make several ranges of it, each within one 65536 block of the subnet.',
    find: (network, { version }) =>
      eachRange(({ start, end }) => {
        const span = spanOf(start, end);
        if (!span || span.first > span.last) return undefined;
        if (span.last - span.first > 65535n) return `${start}-${end} has more than 65536 addresses`;
        if (span.family === 'ipv4' && can(version, 'IPv4 ranges over a 65536 block')) return undefined;
        return span.first >> 16n === span.last >> 16n ? undefined : `${start}-${end} crosses a 65536 block`;
      })(network),
  },
  {
    code: 'range-overlap',
    severity: 'error',
    summary: 'Two DHCP ranges overlap',
    hint: 'Make one range of them, or move one.',
    find: ({ ip = [] }) =>
      ip.flatMap(({ dhcp }, index) =>
        (dhcp?.range ?? []).flatMap((range, place, all) => {
          const other = all.slice(0, place).find((earlier) => clash(earlier, range));
          const detail = `${range.start}-${range.end} overlaps ${other?.start}-${other?.end}`;
          return other ? [{ at: ['ip', index, 'dhcp', 'range', place], detail }] : [];
        }),
      ),
  },
];

function wrongFamily(family: Ip['family'] = 'ipv4', address: string, at: Where['at']): Where[] {
  if (family === familyOf(address)) return [];
  return [{ at: [...at, 'address'], detail: `${address} is of family ${familyOf(address)}, not ${family}` }];
}

function wrongLength({ address = '0.0.0.0', netmask, prefix }: Partial<Ip>, at: Where['at']): Where[] {
  const v6 = familyOf(address) === 'ipv6';
  if (netmask !== undefined && prefix !== undefined)
    return [{ at: [...at, 'prefix'], detail: 'prefix and netmask' }];
  if (netmask !== undefined && v6)
    return [{ at: [...at, 'netmask'], detail: `netmask for the IPv6 address ${address}` }];
  if (prefix !== undefined && prefix > 32 && !v6)
    return [{ at: [...at, 'prefix'], detail: `${prefix} bits of 32` }];
  const bits = netmask === undefined ? '' : numberOf(netmask).toString(2).padStart(32, '0');
  return bits.includes('01') ? [{ at: [...at, 'netmask'], detail: `${netmask} has holes` }] : [];
}

function eachRange(check: (range: Range, parent: Ip) => string | undefined): (network: Network) => Where[] {
  return ({ ip = [] }) =>
    ip.flatMap((parent, index) =>
      (parent.dhcp?.range ?? []).flatMap((range, place) => {
        const detail = check(range, parent);
        return detail === undefined ? [] : [{ at: ['ip', index, 'dhcp', 'range', place], detail }];
      }),
    );
}

function clash(one: Range, other: Range): boolean {
  const [first, second] = [spanOf(one.start, one.end), spanOf(other.start, other.end)];
  return first !== undefined && second !== undefined && overlaps(first, second);
}
