import { differingCopies } from '../libvirt/compare/copy-differences.ts';
import type { Network } from '../libvirt/model/network.ts';
import type { ListedNetwork } from '../libvirt/observe/all-networks.ts';
import { dhcpPool } from '../libvirt/observe/dhcp-pool.ts';
import { attachmentsOf } from '../libvirt/observe/guest-attachments.ts';
import type { HostFacts } from '../libvirt/observe/host-facts.ts';
import { hasDnsmasq } from '../libvirt/observe/network-dump.ts';
import type { AuditedHost, AuditedNetwork } from './host-model.ts';
import type { Audited } from './probes.ts';

/** The model of a host from what it answered; `factsOf` knows what definitions rest on. */
export function hostOf(
  { name, groups }: Pick<AuditedHost, 'name' | 'groups'>,
  answers: Audited,
  factsOf: (definition: Network) => HostFacts,
): AuditedHost {
  const { networks, guests, links, around, version, ...facts } = answers;
  const { leases: _, dnsmasqs: __, ...known } = facts;
  return {
    name,
    groups,
    networks: networks.flatMap((one) => ('state' in one ? [networkOf(one, answers, factsOf)] : [])),
    unreadable: networks.flatMap((one) => ('unreadable' in one ? [one] : [])),
    guests,
    links: new Map(links.map((link) => [link.name, link])),
    routes: around.routes,
    libvirt: version,
    ...known,
  };
}

function networkOf(
  { name, uuid, state }: ListedNetwork,
  { guests, leases, dnsmasqs }: Audited,
  factsOf: (definition: Network) => HostFacts,
): AuditedNetwork {
  const { persistent, live, active, autostart } = state;
  const definition = live ?? persistent ?? { name };
  const bridge = definition.bridge?.name;
  const own = leases.get(uuid);
  const pool = live && own && dhcpPool(live, own);
  const isDown = live && hasDnsmasq(live) && dnsmasqs && !dnsmasqs.networks.includes(name);
  return {
    ...{ name, uuid, active, autostart, definition, facts: factsOf(persistent ?? definition) },
    ...(persistent && { persistent }),
    ...(live && { live }),
    ...(bridge !== undefined && { bridge }),
    liveDiffers: persistent && live ? differingCopies(persistent, live) : [],
    guests: attachmentsOf(name, bridge, guests),
    leases: own ?? [],
    leasesUnread: live !== undefined && own === undefined,
    ...(pool && { pool }),
    ...(isDown && { dnsmasqDown: dnsmasqs.daemon }),
  };
}
