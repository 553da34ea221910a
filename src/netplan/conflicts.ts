import { type Described, type DescribedLink, foundBy, listOf } from '../bridge/described.ts';
import type { Hardware } from '../bridge/kernel/hardware.ts';
import { hostPorts } from '../bridge/kernel/underlay-link.ts';
import { addressesOf, fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';
import { CREATED_SECTIONS, createdNames, isInTheWay, isOnlyFor, OWN, says } from './take-over.ts';

/** Why a bridge cannot be described beside another file. */
export interface Conflict {
  path: string;
  sentence: string;
  /** What can be done, where taking the file over is not enough. */
  cure?: string;
}

/** What these files of others have of what the bridge describes. */
export function conflicts(
  described: Described,
  files: readonly NetplanFile[],
  hardware: readonly Hardware[],
): Conflict[] {
  const words = wordsOf(described).map((word) => word.toLowerCase());
  return files
    .filter(({ text }) => words.some((word) => text.toLowerCase().includes(word)))
    .flatMap(({ path, text }) =>
      fileLinks(text)
        .flatMap((entry) => conflictOf(entry, described, hardware))
        .map(([what, cure]) => ({ path, sentence: `${path} ${what}.`, ...(cure !== undefined && { cure }) })),
    );
}

/**
 * Reading YAML is slow; a file without any of these words, not even written with escapes, is in nobody's way. An
 * address of IPv6 is written in many ways, all with the same digits before the first colon, large or small.
 */
function wordsOf(described: Described): string[] {
  const addresses = addressesIn(described).map((address) => address.replace(/:.*/, ':'));
  return ['\\', 'match', ...createdNames(described), ...hostPorts(described), ...addresses];
}

function conflictOf(
  entry: DescribedLink,
  described: Described,
  hardware: readonly Hardware[],
): [what: string, cure?: string][] {
  const { section, id, settings } = entry;
  const { name } = described;
  const claimed = hostPorts(described);
  if (createdNames(described).includes(id))
    return CREATED_SECTIONS.includes(section)
      ? [[`describes ${id} too`]]
      : [[`has ${id} below ${section}`, `It is something else there: choose another name than ${id}.`]];
  if (isInTheWay(entry, described, hardware)) return [inTheWay(entry, described, hardware)];
  if (claimed.includes(id)) {
    if (section === 'bridges')
      return [[`has ${id} below bridges`, `A bridge is no port of another: leave ${id} out of interfaces.`]];
    const keys = OWN.filter((key) => key !== 'link-local' && says(settings[key] ?? null));
    return keys.length > 0 ? [[`gives ${id}, which is to be plugged into ${name}, ${keys.join(', ')}`]] : [];
  }
  const taken = listOf(settings.interfaces).filter((port) => claimed.includes(port));
  const same = addressesOf(entry).filter((address) => addressesIn(described).includes(bare(address)));
  return [
    ...(taken.length > 0 ? [[`plugs ${taken.join(', ')} into ${id}`] as [string]] : []),
    ...(same.length > 0 ? [twice(id, same, described)] : []),
  ];
}

function inTheWay(
  entry: DescribedLink,
  described: Described,
  hardware: readonly Hardware[],
): [string, string?] {
  const found = foundBy(entry, hardware) ?? [];
  const what = `describes ${found.join(', ')} as ${entry.id}, by match`;
  if (isOnlyFor(entry, described, hardware)) return [what];
  const ports = found.filter((link) => hostPorts(described).includes(link));
  return [
    what,
    `Of what fits a link networkd takes the first by name, which is ${entry.id}: change its match so that it does not fit ${ports.join(', ')}.`,
  ];
}

function twice(id: string, addresses: readonly string[], described: Described): [string, string] {
  const ports = hostPorts(described).join(', ') || 'no link';
  return [
    `gives ${id} the address ${addresses.join(', ')}`,
    `An address is on one link only, and ${described.name} has ${ports} for its port: add ${id} to interfaces, or give one of them another address.`,
  ];
}

/** The addresses of the bridge and of its VLANs, without prefixes. */
function addressesIn({ addresses, underlay }: Described): string[] {
  return [...addresses, ...underlay.flatMap((link) => link.addresses)].map(bare);
}

function bare(cidr: string): string {
  return cidr.split('/')[0] ?? '';
}
