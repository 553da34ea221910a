import { strOf } from '../values/text.ts';
import { ValueFault, whole } from '../values/value.ts';
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
  size,
  text,
  usable,
  within,
} from './ip.ts';

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10'];

const RESERVED = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.2.0/24',
  '240.0.0.0/4',
  'fe80::/10',
  '::1/128',
];

/** What `ipaddr('name')` answers for one value; false where it does not apply. */
export const QUERIES: Readonly<Record<string, (ip: Ip, written: unknown) => unknown>> = {
  '': (ip, written) => (ip.hasPrefix ? cidr(ip) : typeof written === 'number' ? text(ip) : text(ip)),
  address: (ip) => orFalse(!ip.hasPrefix || !isNetwork(ip) || ip.prefix === BITS[ip.version], text(ip)),
  ip: (ip) => orFalse(!ip.hasPrefix || !isNetwork(ip) || ip.prefix === BITS[ip.version], text(ip)),
  'address/prefix': (ip) =>
    orFalse(size(ip) > 1n ? ip.value !== networkValue(ip) || size(ip) === 2n : true, cidr(ip)),
  'ip/prefix': (ip) => QUERIES['address/prefix']?.(ip, ''),
  gateway: (ip) => QUERIES['address/prefix']?.(ip, ''),
  gw: (ip) => QUERIES['address/prefix']?.(ip, ''),
  host: (ip) => QUERIES['address/prefix']?.(ip, ''),
  'host/prefix': (ip) => QUERIES['address/prefix']?.(ip, ''),
  hostnet: (ip) => QUERIES['address/prefix']?.(ip, ''),
  router: (ip) => QUERIES['address/prefix']?.(ip, ''),
  ip_netmask: (ip) => orFalse(size(ip) > 1n, `${text(ip)} ${mask(ip)}`),
  ip_wildcard: (ip) => orFalse(size(ip) > 1n, `${text(ip)} ${text(ip, size(ip) - 1n)}`),
  network: (ip) => orFalse(true, text(ip, networkValue(ip))),
  net: (ip) => orFalse(isNetwork(ip), cidr(ip)),
  subnet: (ip) => cidr(ip, networkValue(ip)),
  cidr: (ip) => cidr(ip),
  network_id: (ip) => text(ip, networkValue(ip)),
  'network/prefix': (ip) => cidr(ip, networkValue(ip)),
  network_netmask: (ip) => orFalse(size(ip) > 1n, `${text(ip, networkValue(ip))} ${mask(ip)}`),
  network_wildcard: (ip) =>
    orFalse(size(ip) > 1n, `${text(ip, networkValue(ip))} ${text(ip, size(ip) - 1n)}`),
  prefix: (ip) => ip.prefix,
  netmask: (ip) => mask(ip),
  wildcard: (ip) => text(ip, size(ip) - 1n),
  hostmask: (ip) => text(ip, size(ip) - 1n),
  broadcast: (ip) => orFalse(size(ip) > 2n, text(ip, last(ip))),
  size: (ip) => whole(size(ip)),
  int: (ip) => (ip.hasPrefix && ip.prefix < BITS[ip.version] ? `${ip.value}/${ip.prefix}` : whole(ip.value)),
  version: (ip) => ip.version,
  first_usable: (ip) => orFalse(size(ip) > 1n, text(ip, usable(ip)[0])),
  last_usable: (ip) => orFalse(size(ip) > 1n, text(ip, usable(ip)[1])),
  range_usable: (ip) => orFalse(size(ip) > 1n, `${text(ip, usable(ip)[0])}-${text(ip, usable(ip)[1])}`),
  size_usable: (ip) => whole(size(ip) === 1n ? 0n : size(ip) === 2n ? 2n : size(ip) - 2n),
  next_usable: (ip) => orFalse(size(ip) > 1n && ip.value + 1n <= usable(ip)[1], text(ip, ip.value + 1n)),
  previous_usable: (ip) => orFalse(size(ip) > 1n && ip.value - 1n >= usable(ip)[0], text(ip, ip.value - 1n)),
  peer: (ip) => peer(ip),
  private: (ip, written) => orFalse(within(ip, PRIVATE), written),
  public: (ip, written) =>
    orFalse(!within(ip, [...PRIVATE, ...RESERVED, '224.0.0.0/4', 'ff00::/8']), written),
  loopback: (ip, written) => orFalse(within(ip, ['127.0.0.0/8', '::1/128']), written),
  lo: (ip, written) => QUERIES.loopback?.(ip, written),
  multicast: (ip, written) => orFalse(within(ip, ['224.0.0.0/4', 'ff00::/8']), written),
  unicast: (ip, written) => orFalse(!within(ip, ['224.0.0.0/4', 'ff00::/8']), written),
  'link-local': (ip, written) => orFalse(within(ip, ['169.254.0.0/16', 'fe80::/10']), written),
  'host-network': (ip) => cidr(ip, networkValue(ip)),
  revdns: (ip) => reverseName(ip),
  type: (ip) => (ip.hasPrefix && isNetwork(ip) ? 'network' : 'address'),
  ipv4: (ip, written) => orFalse(ip.version === 4, QUERIES['']?.(ip, written)),
  ipv6: (ip, written) => orFalse(ip.version === 6, QUERIES['']?.(ip, written)),
  bool: () => true,
  wrap: (ip) =>
    ip.version === 6 ? `[${text(ip)}]${ip.hasPrefix ? `/${ip.prefix}` : ''}` : QUERIES['']?.(ip, ''),
  '6to4': (ip) =>
    ip.version === 4
      ? `2002:${(ip.value >> 16n).toString(16)}:${(ip.value & 0xffffn).toString(16)}::1/48`
      : false,
};

function peer(ip: Ip): unknown {
  if (size(ip) === 2n) return text(ip, ip.value ^ 1n);
  if (size(ip) !== 4n) throw new ValueFault(`${cidr(ip)} has no peer: it is no /30 or /31`);
  const place = ip.value % 4n;
  if (place === 0n || place === 3n) throw new ValueFault(`${cidr(ip)} is not a host of its network`);
  return text(ip, ip.value ^ 3n);
}

function reverseName(ip: Ip): string {
  if (ip.version === 4) return `${text(ip).split('.').toReversed().join('.')}.in-addr.arpa.`;
  return `${[...ip.value.toString(16).padStart(32, '0')].toReversed().join('.')}.ip6.arpa.`;
}

/** Ansible's `ipaddr`: asks one value or, of a list, keeps those that it applies to. */
export function ipaddr(value: unknown, query: unknown, version?: 4 | 6): unknown {
  if (Array.isArray(value))
    return value
      .map((each) => ipaddr(each, query, version))
      .filter((each) => each !== false && each !== null);
  if (value === null || value === '' || typeof value === 'boolean') return false;
  const ip = ipOf(value);
  if (!ip || (version && ip.version !== version)) return false;
  const name = query === undefined ? '' : strOf(query);
  const own = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
  if (own) return own(ip, value);
  if (/^-?\d+$/.test(name)) return nth(ip, BigInt(name));
  if (ipOf(name)) return orFalse(contains(name, ip), QUERIES['']?.(ip, value));
  throw new ValueFault(
    `ipaddr has no query ${JSON.stringify(name)}`,
    'Such as address, network, netmask, prefix, or a network.',
  );
}

function nth(ip: Ip, index: bigint): unknown {
  const offset = index < 0n ? size(ip) + index : index;
  return orFalse(offset >= 0n && offset < size(ip), cidr(ip, networkValue(ip) + offset));
}
