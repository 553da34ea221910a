import { differingCopies } from '../libvirt/compare/copy-differences.ts';
import { liveOf } from '../libvirt/compare/live-copy.ts';
import { serializeNetwork } from '../libvirt/format/serialize.ts';
import { modeName } from '../libvirt/model/mode.ts';
import type { Network } from '../libvirt/model/network.ts';
import { subnetsOf } from '../libvirt/model/subnets.ts';
import { dhcpPool } from '../libvirt/observe/dhcp-pool.ts';
import {
  attachmentsOf,
  type GuestAttachment,
  guestAttachments,
} from '../libvirt/observe/guest-attachments.ts';
import { dnsmasqPid, type NetworkDump, networkDump } from '../libvirt/observe/network-dump.ts';
import { networkState } from '../libvirt/observe/network-state.ts';
import { type Current, ProbeError } from '../plan/probe.ts';
import type { PageGuest, ShownPage } from '../report/networks/network-page.ts';

/** What is asked of a host about one network. */
export function pageProbes(network: string) {
  return { dump: networkDump(network), guests: guestAttachments, pid: dnsmasqPid(network) };
}

/** The page of a network; undefined if the host has none of that name. */
export function pageOf(
  host: string,
  network: string,
  { dump, guests, pid }: Current<ReturnType<typeof pageProbes>>,
): ShownPage | undefined {
  const { info, leases, leasesUnread, persistent = null, live = null } = dump;
  if (!info) return undefined;
  const { definition, ...copies } = readCopies(info, dump);
  return {
    host,
    network,
    uuid: info.uuid,
    mode: definition ? modeName(definition) : null,
    bridge: info.bridge ?? null,
    subnet: definition ? subnetsOf(definition) : [],
    active: info.active,
    autostart: info.autostart,
    persistent: info.persistent,
    ...copies,
    guests: attachmentsOf(network, info.bridge, guests).map((each) => guestOf(each, info.bridge)),
    leases,
    leasesUnread,
    pool: (info.active && !leasesUnread && definition && dhcpPool(definition, leases)) || null,
    dnsmasqPid: pid ?? null,
    xml: { persistent, live },
  };
}

type Copies = Pick<ShownPage, 'unreadable' | 'liveDiffers' | 'diff'> & { definition?: Network };

function readCopies(info: NonNullable<NetworkDump['info']>, dump: NetworkDump): Copies {
  try {
    const { persistent, live } = networkState(info, dump.persistent ?? '', dump.live ?? '');
    const definition = live ?? persistent;
    const liveDiffers = persistent && live ? differingCopies(persistent, live) : [];
    const isDifferent = persistent && live && liveDiffers.length > 0;
    return {
      unreadable: null,
      liveDiffers,
      diff: isDifferent
        ? { label: info.name, before: serializeNetwork(liveOf(persistent)), after: serializeNetwork(live) }
        : null,
      ...(definition && { definition }),
    };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { unreadable: error.message, liveDiffers: [], diff: textDiff(info.name, dump) };
  }
}

/** Definitions that cannot be parsed are compared as text. */
function textDiff(label: string, { persistent, live }: NetworkDump): ShownPage['diff'] {
  if (persistent === undefined || live === undefined || persistent === live) return null;
  return { label, before: persistent, after: live };
}

function guestOf(
  { guest, running, mac, interface: link, master }: GuestAttachment,
  bridge: string | undefined,
): PageGuest {
  const onBridge = link === undefined || bridge === undefined ? null : master === bridge;
  return { guest, running, mac, interface: link ?? null, master: master ?? null, onBridge };
}
