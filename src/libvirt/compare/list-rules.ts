import {
  type Addressed,
  contains,
  familyOf,
  overlaps,
  prefixOf,
  spanOf,
  subnetOf,
} from '../model/address.ts';
import type { DnsHost, Forwarder, Srv, Txt } from '../model/elements/dns.ts';
import type { ForwardInterface, PciAddress } from '../model/elements/forward.ts';
import type { DhcpHost, Ip, Range, Route } from '../model/elements/ip.ts';
import type { Portgroup } from '../model/elements/port.ts';
import { canonicalMac } from './canonical.ts';

/** What identifies the entries of one list, and what operators call them. */
export interface ListRule<T = never> {
  /** What an entry is called: `reservation`. */
  noun: string;
  /** Which one: `vm1`. */
  name: (entry: T) => string;
  /** The field that the noun already stands for; it is not named when it changes. */
  main?: string;
  /** Keys by which an entry is known again, the surest first. */
  identity: readonly ((entry: T) => string | undefined)[];
  /** Whether two entries cannot stand beside each other although no key is the same. */
  clash?: (one: T, other: T) => boolean;
  /** Whether an entry can stay below this parent. */
  fits?: (entry: T, parent: Addressed) => boolean;
  /** Entries are known by their place as well: the last key only pairs, it does not exclude others. */
  pairsInOrder?: boolean;
}

/** Lists in which the entries that were not written stay, unless the list is exclusive. */
export const LISTS = {
  ip: rule<Ip>({
    noun: 'ip',
    name: ({ address }) => address,
    identity: [({ address }) => address, ({ family = 'ipv4' }) => family],
    pairsInOrder: true,
  }),
  'ip.dhcp.range': rule<Range>({
    noun: 'DHCP range',
    name: ({ start, end }) => `${start}-${end}`,
    identity: [({ start, end }) => `${start}-${end}`],
    clash: rangesOverlap,
    fits: rangeFits,
  }),
  'ip.dhcp.host': rule<DhcpHost>({
    noun: 'reservation',
    name: ({ name, mac, id, ip }) => name ?? mac ?? id ?? ip,
    main: 'ip',
    identity: [
      ({ mac, id }) => (mac ? canonicalMac(mac) : id?.toLowerCase()),
      ({ name }) => name,
      ({ ip }) => ip,
    ],
    fits: ({ ip }, parent) => rangeFits({ start: ip, end: ip }, parent),
  }),
  'dns.forwarder': rule<Forwarder>({
    noun: 'DNS forwarder',
    name: ({ domain, addr, port }) => [domain, addr, port].filter((part) => part !== undefined).join(' '),
    identity: [({ domain, addr, port }) => `${domain} ${addr} ${port}`],
  }),
  'dns.txt': rule<Txt>({
    noun: 'DNS TXT',
    name: ({ name }) => name,
    main: 'value',
    identity: [({ name }) => name],
  }),
  'dns.srv': rule<Srv>({
    noun: 'DNS SRV',
    name: ({ service, protocol, domain }) =>
      [`_${service}`, `_${protocol}`, ...(domain ? [domain] : [])].join('.'),
    identity: [({ service, protocol, domain, target }) => [service, protocol, domain, target].join(' ')],
  }),
  'dns.host': rule<DnsHost>({
    noun: 'DNS host',
    name: ({ ip, hostname }) => hostname?.[0] ?? ip,
    main: 'hostname',
    // A name may stand for several addresses: it finds the entry whose address changed, and excludes no other.
    identity: [({ ip }) => ip, ({ ip, hostname }) => hostname?.[0] && `${familyOf(ip)} ${hostname[0]}`],
    pairsInOrder: true,
  }),
  'forward.interface': rule<ForwardInterface>({
    noun: 'forward interface',
    name: ({ dev }) => dev,
    identity: [({ dev }) => dev],
  }),
  'forward.address': rule<PciAddress>({
    noun: 'forward address',
    name: pciName,
    identity: [pciName],
  }),
  route: rule<Route>({
    noun: 'route',
    name: (route) => `${route.address ?? 'default'}/${prefixOf(route)}`,
    main: 'gateway',
    identity: [(route) => `${route.address ?? 'default'}/${prefixOf(route)}`],
  }),
  portgroup: rule<Portgroup>({ noun: 'portgroup', name: ({ name }) => name, identity: [({ name }) => name] }),
  'dnsmasq:options.dnsmasq:option': rule<{ value: string }>({
    noun: 'dnsmasq option',
    name: ({ value }) => value,
    identity: [({ value }) => value],
  }),
} as const;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

/** Lists that have no entries but the written ones; true means all lists. */
export type Exclusive = boolean | readonly ListName[];

/** The surest key by which an entry is known again. */
export function keyOf(list: ListName, entry: unknown): string {
  const { identity } = LISTS[list] as ListRule<unknown>;
  return identity.map((key) => key(entry)).find((key) => key !== undefined) ?? '';
}

/** The rule of the list at this path; undefined for lists that are compared as one value, such as `vlan.tag`. */
export function listAt(path: string): ListRule<unknown> | undefined {
  return Object.hasOwn(LISTS, path) ? (LISTS[path as ListName] as ListRule<unknown>) : undefined;
}

function rule<T>(declared: ListRule<T>): ListRule<T> {
  return declared;
}

function rangesOverlap(one: Range, other: Range): boolean {
  const [first, second] = [spanOf(one.start, one.end), spanOf(other.start, other.end)];
  return first !== undefined && second !== undefined && overlaps(first, second);
}

function rangeFits({ start, end }: { start: string; end: string }, parent: Addressed): boolean {
  const span = spanOf(start, end);
  return span !== undefined && contains(subnetOf(parent), span);
}

export function pciName({ domain = 0, bus = 0, slot = 0, function: part = 0 }: PciAddress): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${part}`;
}
