import { canonicalMac } from '../compare/canonical.ts';
import type { DnsHost, Srv, Txt } from '../model/elements/dns.ts';
import type { ForwardInterface } from '../model/elements/forward.ts';
import type { DhcpHost, Range } from '../model/elements/ip.ts';
import type { Portgroup } from '../model/elements/port.ts';
import type { Section } from './sections.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Whether libvirt takes an entry of the network for the one that an update means. Some sections look closer when
 * they delete than when they add or modify. After virNetworkDefUpdateSection of libvirt.
 */
export function isMeant(
  section: Section['section'],
  given: Values,
  deletes: boolean,
): (entry: Values) => boolean {
  const { match, matchDeleted = match } = MATCHES[section] as Match<Values>;
  return (deletes ? matchDeleted : match)(given);
}

/** The entry that is given may be a part of one. */
interface Match<T> {
  match: (given: Partial<T>) => (entry: T) => boolean;
  matchDeleted?: (given: Partial<T>) => (entry: T) => boolean;
}

const MATCHES: { [S in Section['section']]: Match<never> } = {
  'ip-dhcp-host': matching<DhcpHost>({
    match: ({ mac, name, ip }) => {
      const isMac = macTest(mac);
      return (entry) => isSame(name, entry.name) || isSame(ip, entry.ip) || isMac(entry.mac);
    },
    matchDeleted: ({ mac, name, ip }) => {
      const isMac = macTest(mac);
      return (entry) =>
        (name === undefined || name === entry.name) &&
        (ip === undefined || ip === entry.ip) &&
        (mac === undefined || entry.mac === undefined || isMac(entry.mac));
    },
  }),
  'ip-dhcp-range': matching<Range>({
    match: (given) => (entry) => given.start === entry.start && given.end === entry.end,
  }),
  'dns-host': matching<DnsHost>({
    match: (given) => (entry) => isSame(given.ip, entry.ip),
    matchDeleted:
      ({ ip, hostname = [] }) =>
      (entry) =>
        isSame(ip, entry.ip) || hostname.some((name) => entry.hostname?.includes(name)),
  }),
  'dns-txt': matching<Txt>({ match: (given) => (entry) => given.name === entry.name }),
  'dns-srv': matching<Srv>({
    match: (given) => (entry) =>
      (['domain', 'service', 'protocol', 'target'] as const).every(
        (field) => given[field] === undefined || given[field] === entry[field],
      ),
  }),
  portgroup: matching<Portgroup>({ match: (given) => (entry) => given.name === entry.name }),
  'forward-interface': matching<ForwardInterface>({ match: (given) => (entry) => given.dev === entry.dev }),
};

function matching<T>(match: Match<T>): Match<T> & Match<never> {
  return match as Match<T> & Match<never>;
}

function macTest(mac: string | undefined): (other: string | undefined) => boolean {
  const desired = mac === undefined ? undefined : canonicalMac(mac);
  return (other) => desired !== undefined && other !== undefined && canonicalMac(other) === desired;
}

function isSame(given: string | undefined, value: string | undefined): boolean {
  return given !== undefined && given === value;
}
