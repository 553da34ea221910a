import { type Ability, can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import type { ListName } from '../compare/list-rules.ts';
import type { Element } from '../model/element.ts';
import { dnsHost, srv, txt } from '../model/elements/dns.ts';
import { forwardInterface } from '../model/elements/forward.ts';
import { dhcpHost, range } from '../model/elements/ip.ts';
import { portgroup } from '../model/elements/port.ts';

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
  /** Which libvirt can modify an entry; without it one is deleted and added. */
  modify?: Ability | 'always';
}

/**
 * The sections by the list that they change. libvirt names others (bridge, domain, ip, forward, forward-pf) and
 * refuses them. Tried on each of Debian's releases since 7.0.
 */
export const SECTIONS: Readonly<Partial<Record<string, Section>>> = {
  'ip.dhcp.host': {
    section: 'ip-dhcp-host',
    name: 'host',
    element: dhcpHost,
    impact: 'reload',
    modify: 'always',
  },
  'ip.dhcp.range': { section: 'ip-dhcp-range', name: 'range', element: range, impact: 'restart' },
  'dns.host': {
    section: 'dns-host',
    name: 'host',
    element: dnsHost,
    impact: 'reload',
    modify: 'net-update modify dns-host',
  },
  'dns.txt': {
    section: 'dns-txt',
    name: 'txt',
    element: txt,
    impact: 'restart',
    modify: 'net-update modify dns-txt',
  },
  'dns.srv': { section: 'dns-srv', name: 'srv', element: srv, impact: 'restart' },
  portgroup: {
    section: 'portgroup',
    name: 'portgroup',
    element: portgroup,
    impact: 'none',
    modify: 'always',
  },
  'forward.interface': {
    section: 'forward-interface',
    name: 'interface',
    element: forwardInterface,
    impact: 'none',
  },
} satisfies Partial<Record<ListName, Section>>;

/** Whether a libvirt modifies entries of a section. */
export function canModify({ modify }: Section, version: Version): boolean {
  return modify === 'always' || (modify !== undefined && can(version, modify));
}

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
