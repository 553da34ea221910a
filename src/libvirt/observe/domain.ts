import { DOMParser, type Element } from '@xmldom/xmldom';
import { ProbeError } from '../../plan/probe.ts';

/** A guest, as far as networks are concerned. */
export interface Domain {
  name: string;
  uuid: string;
  /** True in the dump of a running guest. */
  running: boolean;
  interfaces: DomainInterface[];
}

export interface DomainInterface {
  /** `network`, `bridge`, `direct`, `user`, … */
  type: string;
  mac: string;
  network?: string;
  portgroup?: string;
  /** Bridge it is plugged into: as written, or for a running guest of a network the bridge of that network. */
  bridge?: string;
  /** Name of the tap on the host, `vnet0`; only while the guest runs. */
  target?: string;
  /** It may not talk to other isolated ports of its bridge. */
  isolated?: true;
  /** It has a share of the network's bandwidth that is guaranteed: `floor` of its inbound traffic. */
  floor?: true;
}

/** Reads `virsh dumpxml`. What it does not need to know, it passes over. */
export function parseDomain(xml: string): Domain {
  const domain = domainElement(xml);
  const devices = child(domain, 'devices');
  return {
    name: child(domain, 'name')?.textContent ?? '',
    uuid: child(domain, 'uuid')?.textContent ?? '',
    running: domain.hasAttribute('id'),
    interfaces: devices ? children(devices, 'interface').map(readInterface) : [],
  };
}

function readInterface(node: Element): DomainInterface {
  const source = child(node, 'source');
  return {
    type: node.getAttribute('type') ?? '',
    mac: (child(node, 'mac')?.getAttribute('address') ?? '').toLowerCase(),
    ...given('network', source?.getAttribute('network')),
    ...given('portgroup', source?.getAttribute('portgroup')),
    ...given('bridge', source?.getAttribute('bridge')),
    ...given('target', child(node, 'target')?.getAttribute('dev')),
    ...(child(node, 'port')?.getAttribute('isolated') === 'yes' && { isolated: true }),
    ...(hasFloor(node) && { floor: true }),
  };
}

function hasFloor(node: Element): boolean {
  const bandwidth = child(node, 'bandwidth');
  return (bandwidth && child(bandwidth, 'inbound')?.hasAttribute('floor')) ?? false;
}

/** The root of `virsh dumpxml`. */
export function domainElement(xml: string): Element {
  const onError = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`);
  };
  try {
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    if (root?.nodeName === 'domain') return root;
    throw new Error(`<${root?.nodeName}> for a domain`);
  } catch (error) {
    throw new ProbeError(`virsh dumpxml gave XML that is not understood: ${error}`);
  }
}

/** The first child element of this name. */
export function child(node: Element, name: string): Element | undefined {
  return children(node, name)[0];
}

export function children(node: Element, name: string): Element[] {
  return [...node.childNodes].filter((each): each is Element => each.nodeName === name);
}

function given<K extends string>(key: K, value: string | null | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}
