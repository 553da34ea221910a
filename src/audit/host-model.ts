import type { HostDnsmasq } from '../dnsmasq/host-dnsmasq.ts';
import type { HostFirewall } from '../host/firewall/host-firewall.ts';
import type { HostRoute } from '../host/host-links.ts';
import type { Neighbour } from '../host/links/neighbours.ts';
import type { UnitState } from '../host/unit.ts';
import { hasOwnBridge } from '../libvirt/model/mode.ts';
import type { Network } from '../libvirt/model/network.ts';
import type { UnreadableNetwork } from '../libvirt/observe/all-networks.ts';
import type { DhcpPool } from '../libvirt/observe/dhcp-pool.ts';
import type { FirewallRules } from '../libvirt/observe/firewall-rules.ts';
import type { GuestAttachment } from '../libvirt/observe/guest-attachments.ts';
import type { HostFacts } from '../libvirt/observe/host-facts.ts';
import type { DhcpLease } from '../libvirt/observe/leases.ts';
import type { Version } from '../versions/version.ts';
import type { KernelSettings } from './observe/kernel-settings.ts';
import type { LibvirtSettings } from './observe/libvirt-settings.ts';
import type { LinkFacts } from './observe/link-facts.ts';
import type { Listener } from './observe/listeners.ts';
import type { FileRights } from './observe/permissions.ts';
import type { WaysOut } from './observe/ways-out.ts';

/** A network of a host with all that hangs on it. */
export interface AuditedNetwork {
  name: string;
  uuid: string;
  active: boolean;
  autostart: boolean;
  /** The definition that the next start takes; absent for a transient network. */
  persistent?: Network;
  /** The definition that runs; absent while it is inactive. */
  live?: Network;
  /** The live definition, the persistent one of a network that does not run. */
  definition: Network;
  bridge?: string;
  /** What the definition rests on: what dnsmasq refuses of it, cards and their virtual functions. */
  facts: HostFacts;
  /** In what the copies differ, in words. */
  liveDiffers: readonly string[];
  guests: readonly GuestAttachment[];
  leases: readonly DhcpLease[];
  /** It runs, and libvirt cannot read its leases. */
  leasesUnread: boolean;
  pool?: DhcpPool;
  /** It has no dnsmasq although it should: the daemon that starts it again. */
  dnsmasqDown?: string;
}

/** All that an audit knows of a host. What is undefined could not be seen: no rule says anything of it. */
export interface AuditedHost {
  name: string;
  /** The groups of the inventory that it is in. */
  groups: readonly string[];
  networks: readonly AuditedNetwork[];
  unreadable: readonly UnreadableNetwork[];
  guests: readonly GuestAttachment[];
  /** Links, by name. */
  links: ReadonlyMap<string, LinkFacts>;
  /** Those of the main table, without default ones. */
  routes: readonly HostRoute[];
  libvirt?: Version | undefined;
  firewalld?: boolean | undefined;
  /** The rules of libvirt that are in force. */
  firewall?: FirewallRules;
  /** All filters of the host. */
  filters?: HostFirewall | undefined;
  kernel?: KernelSettings | undefined;
  listeners?: readonly Listener[] | undefined;
  libvirtSettings?: LibvirtSettings | undefined;
  files?: readonly FileRights[] | undefined;
  out?: WaysOut | undefined;
  neighbours?: readonly Neighbour[] | undefined;
  dnsmasq?: HostDnsmasq | undefined;
  /** The service that comes with the package dnsmasq. */
  dnsmasqUnit?: UnitState | undefined;
}

/** What is audited: the hosts that answered. */
export interface Fleet {
  hosts: readonly AuditedHost[];
  /** Whether all hosts of the inventory are in it: only then somebody can be in none of them. */
  isWhole: boolean;
}

/** The names of the bridges that libvirt made for networks that run. */
export function ownBridges({ networks }: AuditedHost): Set<string> {
  const made = networks.filter(({ live }) => live && hasOwnBridge(live));
  return new Set(made.flatMap(({ bridge }) => bridge ?? []));
}

/** Bridges that Docker, Podman, LXC and Kubernetes make, of which each host has the same: their ports are containers. */
const OF_CONTAINERS = /^(docker|podman|cni|lxcbr|lxdbr|incusbr|kube-bridge)\d*$|^br-[0-9a-f]{12}$/;

/** The bridges that lead nowhere but to guests and containers of the host. */
export function innerBridges(host: AuditedHost): Set<string> {
  const others = [...host.links.keys()].filter((name) => OF_CONTAINERS.test(name));
  return new Set([...ownBridges(host), ...others]);
}

/** The ports of a bridge that lead out of the host: all but the taps of guests, and what containers have. */
export function uplinksOf(bridge: string, { links }: AuditedHost): LinkFacts[] {
  if (OF_CONTAINERS.test(bridge)) return [];
  return [...links.values()].filter(({ master, kind }) => master === bridge && kind !== 'tap');
}
