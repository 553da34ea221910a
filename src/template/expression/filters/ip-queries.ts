import { strOf } from '../values/text.ts';
import { ValueFault, whole } from '../values/value.ts';
import { countOf } from './arguments.ts';
import {
  BITS,
  cidr,
  contains,
  type Ip,
  ipOf,
  isNetwork,
  last,
  mask,
  networkValue,
  orFalse,
  orNone,
  size,
  text,
  usable,
  within,
} from './ip.ts';
import { wholeOf } from './numbers.ts';

type Query = (ip: Ip, written: unknown) => unknown;

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const MULTICAST = ['224.0.0.0/4', 'ff00::/8'];
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];
const NOT_PUBLIC = [
  ...PRIVATE,
  ...LOOPBACK,
  ...LINK_LOCAL,
  ...MULTICAST,
  '0.0.0.0/8',
  '192.0.2.0/24',
  '240.0.0.0/4',
];

/** Whether the address is one that a host has, not that of the network. A /31 has no other. */
const isHost = (ip: Ip) => !isNetwork(ip) || (ip.version === 4 && size(ip) === 2n);
const written = (ip: Ip) => (ip.hasPrefix ? cidr(ip) : text(ip));
const wildcard = (ip: Ip) => text(ip, size(ip) - 1n);
const among =
  (ranges: readonly string[]): Query =>
  (ip, value) =>
    orNone(within(ip, ranges), value);
const address: Query = (ip) => orNone(isHost(ip) || ip.version === 6, text(ip));
const gateway: Query = (ip) =>
  orFalse(size(ip) <= 2n || (ip.value !== networkValue(ip) && ip.value !== last(ip)), cidr(ip));
const network: Query = (ip) => text(ip, networkValue(ip));
const subnet: Query = (ip) => cidr(ip, networkValue(ip));

/** A query of the hosts of a network, which a bare address has not. */
const ofNetwork =
  (query: (ip: Ip) => unknown): Query =>
  (ip) => {
    if (!ip.hasPrefix) throw new ValueFault(`${text(ip)} is no network: it has no prefix`);
    return orNone(size(ip) > 1n, query(ip));
  };
const beside = (step: bigint) =>
  ofNetwork((ip) => {
    const [first, end] = usable(ip);
    const next = ip.value + step;
    return orNone(next >= first && next <= end, text(ip, next));
  });
const ipv4: Query = (ip, value) => (ip.version === 4 ? value : false);
const ipv6: Query = (ip, value) => (ip.version === 6 ? value : `::ffff:${text(ip)}/${ip.prefix + 96}`);

/** What `ipaddr('name')` answers for one value; null or false where it does not apply, as Ansible has it. */
export const QUERIES: Readonly<Record<string, Query>> = {
  '': written,
  address,
  ip: address,
  'address/prefix': gateway,
  gateway,
  gw: gateway,
  'host/prefix': gateway,
  hostnet: gateway,
  router: gateway,
  host: (ip) => orNone(isHost(ip), cidr(ip)),
  'ip/prefix': (ip) => orNone(size(ip) > 1n && isHost(ip), cidr(ip)),
  ip_netmask: (ip) => orNone(size(ip) > 1n && isHost(ip), `${text(ip)} ${mask(ip)}`),
  network,
  network_id: network,
  net: (ip) => orNone(isNetwork(ip), cidr(ip)),
  subnet,
  'network/prefix': subnet,
  cidr: (ip) => cidr(ip),
  network_netmask: (ip) => `${text(ip, networkValue(ip))} ${mask(ip)}`,
  network_wildcard: (ip) => `${text(ip, networkValue(ip))} ${wildcard(ip)}`,
  prefix: (ip) => ip.prefix,
  netmask: mask,
  wildcard,
  hostmask: wildcard,
  broadcast: (ip) => orNone(size(ip) > 2n, text(ip, last(ip))),
  size: (ip) => whole(size(ip)),
  int: (ip) => (ip.hasPrefix ? `${ip.value}/${ip.prefix}` : whole(ip.value)),
  version: (ip) => ip.version,
  first_usable: ofNetwork((ip) => text(ip, usable(ip)[0])),
  last_usable: ofNetwork((ip) => text(ip, usable(ip)[1])),
  range_usable: ofNetwork((ip) => `${text(ip, usable(ip)[0])}-${text(ip, usable(ip)[1])}`),
  size_usable: (ip) => whole(size(ip) === 1n ? 0n : size(ip) === 2n ? 2n : size(ip) - 2n),
  next_usable: beside(1n),
  previous_usable: beside(-1n),
  peer,
  private: among(PRIVATE),
  public: (ip, value) => orNone(!within(ip, NOT_PUBLIC), value),
  loopback: among(LOOPBACK),
  lo: among(LOOPBACK),
  multicast: among(MULTICAST),
  unicast: (ip, value) => orNone(!within(ip, MULTICAST), value),
  'link-local': among(LINK_LOCAL),
  revdns: reverseName,
  type: (ip) => (isNetwork(ip) ? 'network' : 'address'),
  ipv4,
  v4: ipv4,
  ipv6,
  v6: ipv6,
  bool: () => true,
  wrap: (ip, value) => (ip.version === 6 ? `[${text(ip)}]${ip.hasPrefix ? `/${ip.prefix}` : ''}` : value),
  '6to4': sixToFour,
};

function sixToFour(ip: Ip, value: unknown): unknown {
  if (ip.version === 6) return orFalse(within(ip, ['2002::/16']), value);
  if (isNetwork(ip) || within(ip, [...LOOPBACK, ...MULTICAST])) return false;
  const hex = ip.value.toString(16).padStart(8, '0');
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`;
}

function peer(ip: Ip): unknown {
  if (!ip.hasPrefix || (size(ip) !== 2n && size(ip) !== 4n))
    throw new ValueFault(`${written(ip)} has no peer: it is no /30 or /31`);
  if (size(ip) === 2n) return text(ip, ip.value ^ 1n);
  if (isNetwork(ip) || ip.value === last(ip))
    throw new ValueFault(`${cidr(ip)} is not a host of its network`);
  return text(ip, ip.value ^ 3n);
}

function reverseName(ip: Ip): string {
  if (ip.version === 4) return `${text(ip).split('.').toReversed().join('.')}.in-addr.arpa.`;
  return `${[...ip.value.toString(16).padStart(32, '0')].toReversed().join('.')}.ip6.arpa.`;
}

/** Ansible's `ipaddr`: asks one value or, of a list, keeps those that it applies to. */
export function ipaddr(value: unknown, query: unknown, version?: 4 | 6): unknown {
  if (Array.isArray(value)) return value.map((each) => ipaddr(each, query, version)).filter(Boolean);
  if (value === null) throw new ValueFault('an address is needed, not null');
  if (value === '' || typeof value === 'boolean') return false;
  const ip = ipOf(value);
  if (!ip || (version && ip.version !== version)) return false;
  const name = query === undefined ? '' : strOf(query);
  const own = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
  if (own) return own(ip, value);
  if (/^-?\d+$/.test(name)) return nth(ip, BigInt(name));
  if (ipOf(name)) return orNone(contains(name, ip), value);
  throw new ValueFault(
    `it has no query ${JSON.stringify(name)}`,
    'Such as address, network, netmask, prefix, or a network.',
  );
}

function nth(ip: Ip, index: bigint): unknown {
  if (size(ip) === 1n) return written(ip);
  const offset = index < 0n ? size(ip) + index : index;
  return orFalse(offset >= 0n && offset < size(ip), cidr(ip, networkValue(ip) + offset));
}

/** `ipsubnet`: the subnet of an address, the number of subnets of a size, or one of them by its index. */
export function ipsubnet(value: unknown, query: unknown, index: unknown): unknown {
  const ip = ipOf(value);
  if (!ip) return false;
  const own = { ...ip, value: networkValue(ip) };
  if (query === undefined || query === '') return cidr(own);
  if (!/^\d+$/.test(strOf(query))) return placeWithin(own, ipOf(query), strOf(query));
  const prefix = Number(strOf(query));
  if (prefix > BITS[ip.version]) return false;
  const at = index === undefined ? undefined : countOf(wholeOf(index) ?? index);
  return size(own) === 1n ? above(own, prefix, at) : below(own, prefix, at);
}

/** One of the networks around an address, from the one with `prefix` to narrower ones. */
function above(ip: Ip, prefix: number, index = 0): unknown {
  const bits = BITS[ip.version];
  if (index > bits + 1 - index || index < prefix - bits) return false;
  const around = { ...ip, prefix: index < 0 ? bits + index : prefix + index };
  return cidr(around, networkValue(around));
}

/** How many networks of `prefix` are in one, or which. */
function below(ip: Ip, prefix: number, index: number | undefined): unknown {
  if (prefix < ip.prefix) throw new ValueFault(`${cidr(ip)} has no subnets of /${prefix}`);
  const count = 1n << BigInt(prefix - ip.prefix);
  if (index === undefined) return `${count}`;
  const place = BigInt(index) < 0n ? count + BigInt(index) : BigInt(index);
  const inner = { ...ip, prefix };
  return orFalse(place >= 0n && place < count, cidr(inner, ip.value + place * size(inner)));
}

function placeWithin(ip: Ip, outer: Ip | undefined, query: string): string {
  if (!outer) throw new ValueFault(`${query} is no network`);
  if (!contains(query, ip)) throw new ValueFault(`${cidr(ip)} is not in ${query}`);
  return `${(ip.value - networkValue(outer)) / size(ip) + 1n}`;
}
