import { type Document, isMap, isScalar, isSeq } from 'yaml';
import { type Described, type DescribedLink, foundBy } from '../bridge/described.ts';
import type { Hardware } from '../bridge/kernel/hardware.ts';
import { hostPorts } from '../bridge/kernel/underlay-link.ts';
import { parseNetplan } from './document.ts';
import { fileLinks } from './file-links.ts';

/** What a link that is plugged into a bridge must not say: the host's own addresses and routes. */
export const OWN = [
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
export function says(value: unknown): boolean {
  return value !== false && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** The links that the file of a bridge makes. */
export function createdNames({ name, underlay }: Pick<Described, 'name' | 'underlay'>): string[] {
  return [name, ...underlay.map((link) => link.name)];
}

/**
 * Whether an entry that finds links by `match` stands in the way of a port: networkd goes by the first of its files
 * that fits a link, in the order of their names, which are those of the entries.
 */
export function isInTheWay(
  entry: DescribedLink,
  described: Described,
  hardware: readonly Hardware[],
): boolean {
  const claimed = hostPorts(described);
  if (claimed.includes(entry.id)) return false;
  return (foundBy(entry, hardware) ?? []).some((link) => claimed.includes(link) && isBefore(entry.id, link));
}

function isBefore(id: string, other: string): boolean {
  return `${id}.network` < `${other}.network`;
}

/** Whether such an entry is for ports of the bridge alone, and can go. */
export function isOnlyFor(
  entry: DescribedLink,
  described: Described,
  hardware: readonly Hardware[],
): boolean {
  const claimed = hostPorts(described);
  return (
    entry.settings['set-name'] === undefined &&
    (foundBy(entry, hardware) ?? []).every((link) => claimed.includes(link))
  );
}

/**
 * A file without what the bridge describes from now on: the bridge itself, the addresses and routes of its ports, and
 * their places in other bridges and bonds. Everything else, comments too, stays as it is written.
 */
export function withoutDescribed(text: string, described: Described, hardware: readonly Hardware[]): string {
  const document = parseNetplan(text);
  const written = () => document.toString({ lineWidth: 0 });
  const before = written();
  const claimed = hostPorts(described);
  const underlay = createdNames(described);
  for (const entry of fileLinks(text)) {
    const { section, id } = entry;
    const path = ['network', section, id];
    if (underlay.includes(id) && CREATED_SECTIONS.includes(section)) remove(document, section, id);
    else if (isInTheWay(entry, described, hardware) && isOnlyFor(entry, described, hardware))
      remove(document, section, id);
    else if (claimed.includes(id)) withoutOwn(document.getIn(path));
    else leave(document, path, claimed);
  }
  const after = written();
  return after === before ? text : after;
}

/** An entry may say nothing at all. */
function withoutOwn(settings: unknown): void {
  if (isMap(settings)) for (const key of OWN) settings.delete(key);
}

/** The sections of links that a task makes. */
export const CREATED_SECTIONS = ['bridges', 'bonds', 'vlans'];

function remove(document: Document, section: string, id: string): void {
  const links = document.getIn(['network', section]);
  if (!isMap(links)) return;
  links.delete(id);
  if (links.items.length === 0) document.deleteIn(['network', section]);
}

/** Takes ports out of another bridge or bond. */
function leave(document: Document, path: readonly string[], claimed: readonly string[]): void {
  const ports = document.getIn([...path, 'interfaces']);
  if (!isSeq(ports)) return;
  ports.items = ports.items.filter((port) => !isScalar(port) || !claimed.includes(String(port.value)));
  for (const key of ['path-cost', 'port-priority']) {
    const values = document.getIn([...path, 'parameters', key]);
    if (isMap(values)) for (const port of claimed) values.delete(port);
  }
}
