import { distributionUnit } from '../dnsmasq/collisions.ts';
import { hostDnsmasq } from '../dnsmasq/host-dnsmasq.ts';
import { hostFirewall } from '../host/firewall/host-firewall.ts';
import { hostLinks } from '../host/host-links.ts';
import { neighbours } from '../host/links/neighbours.ts';
import { allLeases } from '../libvirt/observe/all-leases.ts';
import { allNetworks } from '../libvirt/observe/all-networks.ts';
import { firewallRules } from '../libvirt/observe/firewall-rules.ts';
import { firewalld } from '../libvirt/observe/firewalld.ts';
import { guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import { libvirtVersion } from '../libvirt/observe/libvirt-version.ts';
import { runningDnsmasqs } from '../libvirt/observe/network-dump.ts';
import { attempted, type Current, type Probe } from '../plan/probe.ts';
import { kernelSettings } from './observe/kernel-settings.ts';
import { libvirtSettings } from './observe/libvirt-settings.ts';
import { linkFacts } from './observe/link-facts.ts';
import { listeners } from './observe/listeners.ts';
import { permissions } from './observe/permissions.ts';
import { waysOut } from './observe/ways-out.ts';

/** What an audit asks of a host, in one round trip. */
export const AUDIT_PROBES = {
  networks: allNetworks,
  guests: guestAttachments,
  leases: allLeases,
  dnsmasqs: runningDnsmasqs,
  version: libvirtVersion,
  links: linkFacts,
  around: hostLinks,
  firewalld: optional(firewalld),
  firewall: optional(firewallRules),
  filters: optional(hostFirewall),
  kernel: optional(kernelSettings),
  listeners: optional(listeners),
  libvirtSettings: optional(libvirtSettings),
  files: optional(permissions),
  out: optional(waysOut),
  neighbours: optional(neighbours),
  dnsmasq: optional(hostDnsmasq),
  dnsmasqUnit: optional(distributionUnit),
};

/** The answers of a host. */
export type Audited = Current<typeof AUDIT_PROBES>;

/** Undefined where a host cannot answer it: everything else is audited all the same. */
function optional<T>(probe: Probe<T>): Probe<T | undefined> {
  return attempted(probe, () => undefined);
}
