import { type Gates, isAtLeast, type Version } from './version.ts';

/**
 * Elements and attributes of a network, by their path in the model: an older libvirt drops them in silence. Release
 * notes: https://libvirt.org/news.html
 */
export const ELEMENTS: Gates = {
  'bridge.zone': [5, 1, 0],
  'dnsmasq:options': [5, 6, 0],
  'port.isolated': [6, 1, 0],
  'forward.nat.ipv6': [6, 5, 0],
  title: [9, 7, 0],
  description: [9, 7, 0],
  'forward.driver.model': [10, 0, 0],
  'domain.register': [10, 1, 0],
  'dns.forwarder.port': [12, 0, 0],
  'forward.driver.iommufd': [12, 1, 0],
};

/** What libvirt takes or does: release notes, and what its sources of these versions say. */
export const ABILITIES = {
  'net-define --validate': [7, 7, 0],
  // Debian's 7.0 never sets it, and its 9.0 does; no release note says since when.
  'MTU of a bridge': [9, 0, 0],
  'words of a network that runs': [9, 7, 0],
  'driver xen': [10, 0, 0],
  'net-update modify dns-host': [10, 6, 0],
  'net-update modify dns-txt': [10, 6, 0],
  'mode open without an ip': [10, 8, 0],
  'VLANs on any bridge': [11, 0, 0],
  'IPv4 ranges over a 65536 block': [11, 0, 0],
  'routes without an address': [12, 0, 0],
} as const satisfies Gates;

export type Ability = keyof typeof ABILITIES;

/** Whether a libvirt can do it; one whose version is not known can. */
export function can(version: Version | undefined, ability: Ability): boolean {
  return version === undefined || isAtLeast(version, ABILITIES[ability]);
}
