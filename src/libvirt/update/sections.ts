import type { ListName } from '../compare/list-rules.ts';
import type { Element } from '../model/element.ts';
import { dnsHost, srv, txt } from '../model/elements/dns.ts';
import { forwardInterface } from '../model/elements/forward.ts';
import { dhcpHost, range } from '../model/elements/ip.ts';
import { portgroup } from '../model/elements/port.ts';
import type { Version } from '../model/version.ts';

/** What `virsh net-update` can change of a network while it runs. */
export interface Section {
  /** The word that virsh takes. */
  section:
    | 'ip-dhcp-host'
    | 'ip-dhcp-range'
    | 'dns-host'
    | 'dns-txt'
    | 'dns-srv'
    | 'portgroup'
    | 'forward-interface';
  /** Name of the element that it takes. */
  name: string;
  element: Element;
  /** What becomes of the network's dnsmasq. */
  impact: 'none' | 'reload' | 'restart';
  /** The first version that can modify an entry; without it one is deleted and added. */
  modifiedSince?: Version;
}

const ALWAYS: Version = [0, 0, 0];

/**
 * The sections by the list that they change. libvirt names others (bridge, domain, ip, forward, forward-pf) and
 * refuses them. Tried on 9.0 and 11.3; modify of dns-host and dns-txt: release notes of 10.6.
 */
export const SECTIONS: Readonly<Partial<Record<string, Section>>> = {
  'ip.dhcp.host': {
    section: 'ip-dhcp-host',
    name: 'host',
    element: dhcpHost,
    impact: 'reload',
    modifiedSince: ALWAYS,
  },
  'ip.dhcp.range': { section: 'ip-dhcp-range', name: 'range', element: range, impact: 'restart' },
  'dns.host': {
    section: 'dns-host',
    name: 'host',
    element: dnsHost,
    impact: 'reload',
    modifiedSince: [10, 6, 0],
  },
  'dns.txt': { section: 'dns-txt', name: 'txt', element: txt, impact: 'restart', modifiedSince: [10, 6, 0] },
  'dns.srv': { section: 'dns-srv', name: 'srv', element: srv, impact: 'restart' },
  portgroup: {
    section: 'portgroup',
    name: 'portgroup',
    element: portgroup,
    impact: 'none',
    modifiedSince: ALWAYS,
  },
  'forward.interface': {
    section: 'forward-interface',
    name: 'interface',
    element: forwardInterface,
    impact: 'none',
  },
} satisfies Partial<Record<ListName, Section>>;

/** The list that a section changes. */
export function listOf(section: Section['section']): ListName | undefined {
  return Object.keys(SECTIONS).find((list) => SECTIONS[list]?.section === section) as ListName | undefined;
}

/** One call of `virsh net-update`. */
export interface NetworkUpdate {
  command: 'add-first' | 'add-last' | 'modify' | 'delete';
  section: Section['section'];
  xml: string;
  /** Which `<ip>`, for the sections below it. */
  parentIndex?: number;
  /** What becomes of the network's dnsmasq. */
  impact: Section['impact'];
}
