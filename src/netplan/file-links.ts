import { fits, type Hardware } from '../bridge/kernel/hardware.ts';
import { canonicalAddress, netplanData } from './document.ts';

/** The sections whose links can have addresses, be ports or be referred to: netplan-yaml(5). */
const SECTIONS = [
  'ethernets',
  'modems',
  'wifis',
  'bridges',
  'bonds',
  'tunnels',
  'vlans',
  'vrfs',
  'dummy-devices',
  'virtual-ethernets',
];

/** A link as a file of netplan describes it. */
export interface FileLink {
  section: string;
  /** What the files call it: its name, unless it is found by `match`. */
  id: string;
  settings: Readonly<Record<string, unknown>>;
}

/** What is described in a file, section by section, without what it says of links that another file describes. */
export function fileLinks(text: string): FileLink[] {
  const network = mapOf(mapOf(netplanData(text)).network);
  const referred = [...text.matchAll(REFERRED)].map(([, id]) => id);
  return SECTIONS.flatMap((section) =>
    Object.entries(mapOf(network[section]))
      .filter(([id]) => section === 'ethernets' || !referred.includes(id))
      .map(([id, settings]) => ({ section, id, settings: mapOf(settings) })),
  );
}

/** As `referring` writes it. */
const REFERRED = /^ *"?([^":\s]+)"?: \{.*\} # described in /gm;

/** The links that `match` finds, or undefined where the id is the name. */
export function foundBy({ settings }: FileLink, links: readonly Hardware[]): string[] | undefined {
  if (typeof settings.match !== 'object' || settings.match === null) return undefined;
  const match = mapOf(settings.match);
  return links.filter((link) => fits(match, link)).map(({ name }) => name);
}

/** Addresses as the kernel writes them, with the prefix; an entry may have options: netplan-yaml(5). */
export function addressesOf({ settings: { addresses } }: FileLink): string[] {
  if (!Array.isArray(addresses)) return [];
  return addresses
    .flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.keys(entry) : [String(entry)]))
    .map((cidr) => [canonicalAddress(cidr), ...cidr.split('/').slice(1)].join('/'));
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
