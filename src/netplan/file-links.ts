import { type DescribedLink, mapOf } from '../bridge/described.ts';
import { canonicalAddress } from '../bridge/kernel/addresses.ts';
import { netplanData } from './document.ts';

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

/** What is described in a file, section by section, without what it says of links that another file describes. */
export function fileLinks(text: string): DescribedLink[] {
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

/** Addresses as the kernel writes them, with the prefix; an entry may have options: netplan-yaml(5). */
export function addressesOf({ settings: { addresses } }: DescribedLink): string[] {
  if (!Array.isArray(addresses)) return [];
  return addresses
    .flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.keys(entry) : [String(entry)]))
    .map((cidr) => [canonicalAddress(cidr), ...cidr.split('/').slice(1)].join('/'));
}
