import { type Gates, isAtLeast, said, versionOf } from './version.ts';

/**
 * Options of dnsmasq: its CHANGELOG, from 2.76, which is older than any libvirt of use. `dnssec-limits` is not among
 * them: it mended a hole, and Debian gave it to older versions too.
 */
export const OPTIONS: Gates = {
  'dhcp-ttl': [2, 76, 0],
  'tftp-mtu': [2, 76, 0],
  'script-arp': [2, 76, 0],
  'add-cpe-id': [2, 76, 0],
  'max-port': [2, 76, 0],
  'dhcp-reply-delay': [2, 77, 0],
  'caa-record': [2, 80, 0],
  'dhcp-name-match': [2, 80, 0],
  'script-on-renewal': [2, 81, 0],
  'tftp-single-port': [2, 81, 0],
  'dhcp-ignore-clid': [2, 81, 0],
  'shared-network': [2, 81, 0],
  'dynamic-host': [2, 85, 0],
  'conf-script': [2, 87, 0],
  'filter-A': [2, 87, 0],
  'filter-AAAA': [2, 87, 0],
  nftset: [2, 87, 0],
  'no-round-robin': [2, 88, 0],
  'port-limit': [2, 88, 0],
  'use-stale-cache': [2, 88, 0],
  'fast-dns-retry': [2, 88, 0],
  'no-dhcpv4-interface': [2, 90, 0],
  'no-dhcpv6-interface': [2, 90, 0],
  'filter-rr': [2, 90, 0],
  'max-tcp-connections': [2, 90, 0],
  'dhcp-option-pxe': [2, 91, 0],
};

/** The version that a line of dnsmasq.conf needs, where the host's, such as `2.90`, is older. */
export function neededFor(
  line: string,
  version: string | undefined,
): { option: string; since: string } | undefined {
  const option = line.split('=')[0]?.trim() ?? '';
  const since = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
  return since && version !== undefined && !isAtLeast(versionOf(version), since)
    ? { option, since: said(since) }
    : undefined;
}
