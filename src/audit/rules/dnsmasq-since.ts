/** Options of dnsmasq and the version that has them first: its CHANGELOG, from 2.76, which is older than any libvirt of use. */
const DNSMASQ_SINCE: Readonly<Record<string, string>> = {
  'dhcp-ttl': '2.76',
  'tftp-mtu': '2.76',
  'script-arp': '2.76',
  'add-cpe-id': '2.76',
  'max-port': '2.76',
  'dhcp-reply-delay': '2.77',
  'caa-record': '2.80',
  'dhcp-name-match': '2.80',
  'script-on-renewal': '2.81',
  'tftp-single-port': '2.81',
  'dhcp-ignore-clid': '2.81',
  'shared-network': '2.81',
  'dynamic-host': '2.85',
  'conf-script': '2.87',
  'filter-A': '2.87',
  'filter-AAAA': '2.87',
  nftset: '2.87',
  'no-round-robin': '2.88',
  'port-limit': '2.88',
  'use-stale-cache': '2.88',
  'fast-dns-retry': '2.88',
  'no-dhcpv4-interface': '2.90',
  'no-dhcpv6-interface': '2.90',
  'filter-rr': '2.90',
  'dnssec-limit': '2.90',
  'max-tcp-connections': '2.90',
  'dhcp-option-pxe': '2.91',
};

/** The version that a line of dnsmasq.conf needs, where the host's, such as `2.90`, is older. */
export function neededFor(
  line: string,
  version: string | undefined,
): { option: string; since: string } | undefined {
  const option = line.split('=')[0]?.trim() ?? '';
  const since = Object.hasOwn(DNSMASQ_SINCE, option) ? DNSMASQ_SINCE[option] : undefined;
  return since !== undefined && version !== undefined && isBefore(version, since)
    ? { option, since }
    : undefined;
}

function isBefore(one: string, other: string): boolean {
  const [mine = [], theirs = []] = [one, other].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10)),
  );
  const [major = 0, minor = 0] = mine.map((part, index) => part - (theirs[index] ?? 0));
  return major < 0 || (major === 0 && minor < 0);
}
