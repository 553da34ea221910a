import { isMap } from 'yaml';
import { parseNetplan } from './document.ts';
import { fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';
import { claimedBy, type MadeLink, parentsOf } from './underlay.ts';

/**
 * Those of the links that other files make: what is no Ethernet there must not be described as one here, since netplan
 * takes all files together and refuses a link of two types.
 */
export function madeElsewhere(links: readonly string[], files: readonly NetplanFile[]): string[] {
  const made = files
    .filter(({ text }) => links.some((link) => text.includes(link)))
    .flatMap(({ text }) => fileLinks(text))
    .filter(({ section }) => section !== 'ethernets')
    .map(({ id }) => id);
  return links.filter((link) => made.includes(link));
}

/** The file of a bridge that refers to these links without describing them. */
export function referring(content: string, links: readonly string[]): string {
  const document = parseNetplan(content);
  const ethernets = document.getIn(['network', 'ethernets']);
  if (!isMap(ethernets)) return content;
  const left = links.filter((link) => ethernets.delete(link));
  if (left.length === 0) return content;
  if (ethernets.items.length === 0) document.deleteIn(['network', 'ethernets']);
  return document.toString({ lineWidth: 0 });
}

/** What is known of the bridges of a host before the host is asked. */
interface Told {
  name: string;
  state: 'present' | 'absent';
  content: string;
  interfaces: readonly string[];
  made: readonly MadeLink[];
}

/** What other tasks of the host make is not described in the file of a task. */
export function withOthers<T extends Told>(all: readonly T[]): T[] {
  const made = all.flatMap(({ state, name, made: links }) =>
    state === 'absent' ? [] : [name, ...links.map((link) => link.name)],
  );
  return all.map((one) => {
    const others = linksOf(one).filter((link) => made.includes(link));
    return others.length > 0 ? { ...one, content: referring(one.content, others) } : one;
  });
}

/** The links of the host that the file of a bridge names. */
export function linksOf(bridge: Pick<Told, 'name' | 'interfaces' | 'made'>): string[] {
  return [...claimedBy(bridge), ...parentsOf(bridge)];
}
