import { splitRange } from '../../format/range.ts';
import { attribute, child, group, list, type ModelOf, required } from '../element.ts';
import { duid, integer, ip as ipAddress, ipv4, mac, number, oneOf, text, yesNo } from '../value.ts';

export const lease = group({
  expiry: required(attribute(number(0, Number.MAX_SAFE_INTEGER), 'how long; 0 is for ever')),
  unit: attribute(oneOf('seconds', 'minutes', 'hours'), 'default minutes'),
});

export const range = group(
  {
    start: required(attribute(ipAddress, 'first address')),
    end: required(attribute(ipAddress, 'last address')),
    lease: child(lease, 'how long a guest keeps an address of this range'),
  },
  { shorthand: splitRange, text: true },
);

export const dhcpHost = group({
  mac: attribute(mac, 'IPv4: MAC address of the guest'),
  id: attribute(duid, 'IPv6: DUID of the guest'),
  name: attribute(text, 'name that the guest gets, and that the name service knows'),
  ip: required(attribute(ipAddress, 'address that is kept for it')),
  lease: child(lease, 'how long the guest keeps the address'),
});

export const bootp = group(
  {
    file: required(attribute(text, 'file to boot from')),
    server: attribute(ipAddress, 'address of the TFTP server; default is this host'),
  },
  { main: 'file' },
);

export const dhcp = group({
  range: list(range, 'addresses to give out'),
  host: list(dhcpHost, 'reservations'),
  bootp: child(bootp, 'IPv4: network boot'),
});

const family = attribute(oneOf('ipv4', 'ipv6'), 'default ipv4; found out from the address');
const netmask = attribute(ipv4, 'IPv4: netmask, instead of the prefix');
const prefix = attribute(
  integer(0, 128),
  'length of the network part; may be written into the address: 10.0.0.1/24',
);

export const ip = group(
  {
    family,
    address: required(attribute(ipAddress, "the host's own address in this network")),
    netmask,
    prefix,
    localPtr: attribute(yesNo, 'yes: reverse names of this subnet are never asked of other servers'),
    tftp: child(
      group({ root: attribute(text, 'folder on the host') }, { main: 'root' }),
      'IPv4: serve files for network boot',
    ),
    dhcp: child(dhcp, 'give out addresses'),
  },
  { open: true, main: 'address', shorthand: splitPrefix },
);

export const route = group(
  {
    family,
    address: attribute(ipAddress, 'network to reach; without it the default route (libvirt 12)'),
    netmask,
    prefix,
    gateway: required(attribute(ipAddress, 'a guest of this network that forwards')),
    metric: attribute(integer(1, 4294967295), 'lower is preferred; default 1'),
  },
  { shorthand: splitPrefix },
);

export type Lease = ModelOf<typeof lease>;
export type Range = ModelOf<typeof range>;
export type DhcpHost = ModelOf<typeof dhcpHost>;
export type Dhcp = ModelOf<typeof dhcp>;
export type Ip = ModelOf<typeof ip>;
export type Route = ModelOf<typeof route>;

/** `address: 10.0.0.1/24` is short for an address and its prefix; an address with a colon is of family ipv6. */
function splitPrefix(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { address, ...others } = input as Record<string, unknown>;
  if (typeof address !== 'string') return input;
  const family = address.includes(':') && { family: 'ipv6' };
  const [, bare, prefix] = /^([^/]+)\/(\d+)$/.exec(address) ?? [];
  if (bare === undefined || 'prefix' in others || 'netmask' in others) return { ...family, ...input };
  return { ...family, ...others, address: bare, prefix: Number(prefix) };
}
