import { listOf } from '../filters/arguments.ts';
import { contains, type Ip, ipOf, mask, networkValue, within } from '../filters/ip.ts';
import { operation } from '../filters/operation.ts';
import { isText, plain } from '../values/value.ts';

/** Ranges as Python's `ipaddress` has them. Source: `_IPv4Constants` and `_IPv6Constants` of Python 3.11. */
const PRIVATE = [
  ...['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/29'],
  ...['192.0.0.170/31', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '240.0.0.0/4', '255.255.255.255/32'],
  ...['::1/128', '::/128', '::ffff:0:0/96', '100::/64', '2001::/23', '2001:2::/48', '2001:db8::/32'],
  ...['2001:10::/28', 'fc00::/7', 'fe80::/10'],
];

/** IPv4 within IPv6. */
const MAPPED = '::ffff:0:0/96';

const RESERVED = [
  '240.0.0.0/4',
  ...['::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3', '8000::/3'],
  ...['a000::/3', 'c000::/3', 'e000::/4', 'f000::/5', 'f800::/6', 'fe00::/9'],
];

/** An address without a prefix. */
function addressOf(value: unknown): Ip | undefined {
  const ip = ipOf(value);
  return ip?.hasPrefix === false ? ip : undefined;
}

/** `::ffff:10.0.0.1` is as private as `10.0.0.1`. */
function unmapped(value: unknown): Ip | undefined {
  const ip = addressOf(value);
  if (!ip || !within(ip, [MAPPED])) return ip;
  return { version: 4, value: ip.value % (1n << 32n), prefix: 32, hasPrefix: false };
}

/** A network, whose host bits are all zero, or one address. */
function networkOf(value: unknown): Ip | undefined {
  const ip = ipOf(value);
  return ip && ip.value === networkValue(ip) ? ip : undefined;
}

function isIn(inner: unknown, outer: unknown): boolean {
  const [ip, range] = [networkOf(inner), networkOf(outer)];
  return ip !== undefined && range !== undefined && isText(outer) && contains(plain(outer), ip);
}

const isWithin = (...ranges: readonly string[]) =>
  operation('', (value: unknown) => {
    const ip = addressOf(value);
    return ip !== undefined && within(ip, ranges);
  });

const isMask = (kind: 'netmask' | 'hostmask') =>
  operation('', (value: unknown) => {
    if (!isText(value) || addressOf(value)?.version !== 4) return false;
    const ip = networkOf(`10.0.0.0/${plain(value)}`);
    return ip !== undefined && (kind === 'netmask' ? mask(ip) : hostMask(ip)) === plain(value);
  });

function hostMask(ip: Ip): string {
  return mask(ip)
    .split('.')
    .map((part) => 255 - Number(part))
    .join('.');
}

/** Tests of ansible.utils for addresses. Source: its plug-ins of Ansible 7. */
export const NETWORK_TESTS = {
  in_network: operation('network', (value: unknown, [network]) => isIn(value, network)),
  in_any_network: operation('networks', (value: unknown, [networks]) =>
    listOf(networks).some((network) => isIn(value, network)),
  ),
  in_one_network: operation(
    'networks',
    (value: unknown, [networks]) => listOf(networks).filter((network) => isIn(value, network)).length === 1,
  ),
  subnet_of: operation('network_b', (value: unknown, [network]) => isIn(value, network)),
  supernet_of: operation('network_b', (value: unknown, [network]) => isIn(network, value)),
  loopback: isWithin('127.0.0.0/8', '::1/128'),
  multicast: isWithin('224.0.0.0/4', 'ff00::/8'),
  private: operation('', (value: unknown) => {
    const ip = unmapped(value);
    return ip !== undefined && within(ip, PRIVATE);
  }),
  public: operation('', (value: unknown) => {
    const ip = unmapped(value);
    return ip !== undefined && !within(ip, [...PRIVATE, '100.64.0.0/10']);
  }),
  reserved: isWithin(...RESERVED),
  unspecified: isWithin('0.0.0.0/32', '::/128'),
  ipv4_netmask: isMask('netmask'),
  ipv4_hostmask: isMask('hostmask'),
  ipv6_ipv4_mapped: isWithin(MAPPED),
  ipv6_sixtofour: isWithin('2002::/16'),
  ipv6_teredo: isWithin('2001::/32'),
};
