import { isMap } from 'yaml';
import { netplanData, parseNetplan } from './document.ts';
import type { HostNetplan } from './host-files.ts';
import { claimedBy, type MadeLink } from './underlay.ts';

/** What a bridge describes, as far as other files may describe it too. */
export interface Described {
  name: string;
  interfaces: readonly string[];
  made: readonly MadeLink[];
  /** As the kernel writes them. */
  addresses: readonly string[];
}

/** The sections whose links can have addresses or be ports: netplan-yaml(5). */
const SECTIONS = ['ethernets', 'modems', 'wifis', 'bridges', 'bonds', 'tunnels', 'vlans', 'vrfs'];

/** What a link that is plugged into a bridge must not say: the host's own addresses and routes. */
const OWN = [
  'accept-ra',
  'addresses',
  'critical',
  'dhcp-identifier',
  'dhcp4',
  'dhcp4-overrides',
  'dhcp6',
  'dhcp6-overrides',
  'gateway4',
  'gateway6',
  'ipv6-address-generation',
  'ipv6-address-token',
  'ipv6-privacy',
  'link-local',
  'nameservers',
  'optional-addresses',
  'routes',
  'routing-policy',
];

/** Those that say nothing when they are false, null or empty. */
function says(value: unknown): boolean {
  return value !== false && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Why a bridge cannot be described beside these other files: one sentence each. */
export function conflicts(
  described: Described,
  { files }: HostNetplan,
  own: string,
): { path: string; sentence: string }[] {
  const { name, addresses } = described;
  const interfaces = claimedBy(described);
  const made = madeNames(described);
  // Reading YAML is slow; a file without any of these words, not even written with escapes, says nothing of them.
  const words = ['\\', ...made, ...interfaces, ...addresses];
  return files
    .filter(({ path, text }) => path !== own && words.some((word) => text.includes(word)))
    .flatMap(({ path, text }) => {
      const found: string[] = [];
      for (const [section, link, settings] of linksOf(text)) {
        if (made.includes(link)) found.push(`describes ${link} too`);
        else if (interfaces.includes(link) && ['bonds', 'vlans'].includes(section))
          found.push(`describes ${link} below ${section}: say it in the task below ${section}, too`);
        else if (interfaces.includes(link)) {
          const keys = OWN.filter((key) => key !== 'link-local' && says(settings[key] ?? null));
          if (keys.length > 0)
            found.push(`gives ${link}, which is to be plugged into ${name}, ${keys.join(', ')}`);
        } else {
          const written = (list: unknown) => (Array.isArray(list) ? list.map(String) : []);
          const taken = written(settings.interfaces).filter((port) => interfaces.includes(port));
          if (taken.length > 0) found.push(`plugs ${taken.join(', ')} into ${link}`);
          const same = written(settings.addresses).filter((address) => addresses.includes(address));
          if (same.length > 0) found.push(`gives ${link} the address ${same.join(', ')}`);
        }
      }
      return found.map((what) => ({ path, sentence: `${path} ${what}.` }));
    });
}

function madeNames({ name, made }: Described): string[] {
  return [name, ...made.map((link) => link.name)];
}

function linksOf(text: string): [section: string, link: string, settings: Record<string, unknown>][] {
  const network = (netplanData(text) as { network?: unknown } | null)?.network;
  return SECTIONS.flatMap((section) =>
    Object.entries(mapOf(mapOf(network)[section])).map(
      ([link, settings]): [string, string, Record<string, unknown>] => [section, link, mapOf(settings)],
    ),
  );
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * A file without what the bridge describes from now on: the bridge itself, and the addresses and routes of its ports.
 * Everything else, comments too, stays as it is written.
 */
export function withoutDescribed(text: string, described: Described): string {
  const document = parseNetplan(text);
  const before = String(document);
  for (const section of ['bridges', 'bonds', 'vlans']) {
    const links = document.getIn(['network', section]);
    if (!isMap(links)) continue;
    const deleted = madeNames(described).filter((name) => links.delete(name));
    if (deleted.length > 0 && links.items.length === 0) document.deleteIn(['network', section]);
  }
  for (const section of SECTIONS) {
    for (const port of claimedBy(described)) {
      const settings = document.getIn(['network', section, port]);
      if (isMap(settings)) for (const key of OWN) settings.delete(key);
    }
  }
  const after = String(document);
  return after === before ? text : after;
}
