import { type Document, isMap } from 'yaml';
import type { DescribedLink } from '../bridge/described.ts';
import type { RequestedBridge } from '../bridge/desired-bridge.ts';
import { linksBelow } from '../bridge/kernel/underlay-link.ts';
import { parseNetplan } from './document.ts';
import { fileLinks } from './file-links.ts';
import { type NetplanFile, nameOf } from './host-files.ts';

/** What the file of a bridge rests on, before the host is asked. */
type Written = Pick<RequestedBridge, 'name' | 'state' | 'path' | 'content' | 'interfaces' | 'underlay'>;

/** The same with the files that the other tasks of the host write: what these make is not described again. */
export function withOthers<T extends Written>(all: readonly T[]): T[] {
  const files = all.flatMap(({ state, path, content }) =>
    state === 'absent' ? [] : [{ path, text: content }],
  );
  return all.map((one) => ({ ...one, content: referring(one, files) }));
}

/**
 * The file of a bridge beside these others. What is no Ethernet there is not described as one here: netplan takes all
 * files together, and refuses a link of two types. It reads them in the order of their names, and a link has to be
 * known where it is used: of one that a later file makes, this file says the kind.
 */
export function referring(bridge: Omit<Written, 'state'>, files: readonly NetplanFile[]): string {
  const { path, content } = bridge;
  const links = linksBelow(bridge);
  const others = files.filter((file) => file.path !== path);
  const naming = others.filter(({ text }) => links.some((link) => text.includes(link))).flatMap(linksIn);
  if (!links.some((link) => definedIn(naming, link))) return content;
  const all = others.flatMap(linksIn);
  const document = parseNetplan(content);
  for (const link of links) if (definedIn(naming, link)) refer(document, link, path, all);
  const ethernets = document.getIn(['network', 'ethernets']);
  if (isMap(ethernets) && ethernets.items.length === 0) document.deleteIn(['network', 'ethernets']);
  return document.toString({ lineWidth: 0 });
}

type Elsewhere = DescribedLink & { path: string };

function linksIn({ path, text }: NetplanFile): Elsewhere[] {
  return fileLinks(text).map((link) => ({ ...link, path }));
}

function definedIn(others: readonly Elsewhere[], link: string): Elsewhere | undefined {
  return others.find(({ section, id }) => section !== 'ethernets' && id === link);
}

function refer(document: Document, link: string, path: string, others: readonly Elsewhere[]): void {
  const definition = definedIn(others, link);
  if (definition && document.hasIn(['network', 'ethernets', link]))
    document.deleteIn(['network', 'ethernets', link]);
  const isKnown = others.some((one) => one.id === link && nameOf(one) < nameOf({ path }));
  if (isKnown || ['ethernets', ...STUBS].some((section) => document.hasIn(['network', section, link])))
    return;
  if (!definition) document.setIn(['network', 'ethernets', link], document.createNode({}));
  if (!definition || !STUBS.includes(definition.section)) return;
  const { id, link: below } = definition.settings;
  const isVlan = definition.section === 'vlans';
  const stub = document.createNode(isVlan ? { id, link: below } : {}, { flow: true });
  stub.comment = ` described in ${definition.path}`;
  document.setIn(['network', definition.section, link], stub);
  if (isVlan) refer(document, String(below), path, others);
}

/** The sections of such entries: netplan needs no more of a VLAN than its number and the link below. */
const STUBS = ['bridges', 'bonds', 'vlans'];
