import { canonicalMac } from './canonical.ts';
import type { DnsHost, Srv, Txt } from './elements/dns.ts';
import type { ForwardInterface } from './elements/forward.ts';
import type { DhcpHost, Range } from './elements/ip.ts';
import type { Portgroup } from './elements/port.ts';
import type { Section } from './sections.ts';

/**
 * Whether libvirt takes an entry of the network for the one that an update means. Some sections look closer when
 * they delete than when they add or modify. After virNetworkDefUpdateSection of libvirt.
 */
export function isMeant(
  section: Section['section'],
  deletes: boolean,
): (given: Readonly<Record<string, unknown>>, entry: Readonly<Record<string, unknown>>) => boolean {
  const { match, matchDeleted = match } = MATCHES[section] as Match<Readonly<Record<string, unknown>>>;
  return deletes ? matchDeleted : match;
}

interface Match<T> {
  match: (given: Partial<T>, entry: T) => boolean;
  matchDeleted?: (given: Partial<T>, entry: T) => boolean;
}

const MATCHES: { [S in Section['section']]: Match<never> } = {
  'ip-dhcp-host': matching<DhcpHost>({
    match: (given, entry) =>
      sameMac(given, entry) || isSame(given.name, entry.name) || isSame(given.ip, entry.ip),
    matchDeleted: (given, entry) =>
      (given.mac === undefined || entry.mac === undefined || sameMac(given, entry)) &&
      (given.name === undefined || given.name === entry.name) &&
      (given.ip === undefined || given.ip === entry.ip),
  }),
  'ip-dhcp-range': matching<Range>({
    match: (given, entry) => given.start === entry.start && given.end === entry.end,
  }),
  'dns-host': matching<DnsHost>({
    match: (given, entry) => isSame(given.ip, entry.ip),
    matchDeleted: ({ ip, hostname = [] }, entry) =>
      isSame(ip, entry.ip) || hostname.some((name) => entry.hostname?.includes(name)),
  }),
  'dns-txt': matching<Txt>({ match: (given, entry) => given.name === entry.name }),
  'dns-srv': matching<Srv>({
    match: (given, entry) =>
      (['domain', 'service', 'protocol', 'target'] as const).every(
        (field) => given[field] === undefined || given[field] === entry[field],
      ),
  }),
  portgroup: matching<Portgroup>({ match: (given, entry) => given.name === entry.name }),
  'forward-interface': matching<ForwardInterface>({ match: (given, entry) => given.dev === entry.dev }),
};

function matching<T>(match: Match<T>): Match<T> & Match<never> {
  return match as Match<T> & Match<never>;
}

function sameMac(given: Partial<DhcpHost>, entry: DhcpHost): boolean {
  return (
    given.mac !== undefined && entry.mac !== undefined && canonicalMac(given.mac) === canonicalMac(entry.mac)
  );
}

function isSame(given: string | undefined, value: string | undefined): boolean {
  return given !== undefined && given === value;
}
