import { DOMParser, type Element, XMLSerializer } from '@xmldom/xmldom';
import { child, children } from '../observe/domain.ts';

/** Where an interface of a guest is plugged in: exactly one of network and bridge, or neither (a macvtap, `user`). */
export interface NicSource {
  network?: string;
  /** Of the network; one that is not written is whatever it is. */
  portgroup?: string;
  bridge?: string;
}

/** An interface in a definition of a guest. */
export interface Nic extends NicSource {
  /** Absent only in a prediction: libvirt makes it up. */
  mac?: string;
  model?: string;
  vlan?: readonly number[];
  /** The state of its virtual cable. */
  link: 'up' | 'down';
  /** The whole element as libvirt prints it; absent in a prediction. */
  xml?: string;
}

/** What a task writes of an interface. */
export interface DesiredNic {
  network?: string | undefined;
  portgroup?: string | undefined;
  bridge?: string | undefined;
  mac?: string | undefined;
  model?: string | undefined;
  vlan?: readonly number[] | undefined;
  link_state?: 'up' | 'down' | undefined;
}

/** An interface as it is made from what is written, over what it was. */
export function nicOf(desired: DesiredNic, was?: Nic): Nic {
  const moves = desired.network !== was?.network || desired.bridge !== was?.bridge;
  const portgroup = desired.portgroup ?? (moves ? undefined : was?.portgroup);
  const {
    network,
    bridge,
    mac,
    model = was ? was.model : 'virtio',
    vlan = moves ? undefined : was?.vlan,
  } = desired;
  return {
    ...(mac !== undefined && { mac }),
    ...(network !== undefined && { network }),
    ...(portgroup !== undefined && { portgroup }),
    ...(bridge !== undefined && { bridge }),
    ...(model !== undefined && { model }),
    ...(vlan && { vlan }),
    link: desired.link_state ?? was?.link ?? 'up',
  };
}

/** Reads `<interface>` of a domain: https://libvirt.org/formatdomain.html#network-interfaces. */
export function readNic(node: Element): Nic {
  const source = child(node, 'source');
  const network = source?.getAttribute('network') || undefined;
  const portgroup = source?.getAttribute('portgroup') || undefined;
  // In the dump of a running guest a network's interface has the bridge of that network too.
  const bridge = network === undefined ? source?.getAttribute('bridge') || undefined : undefined;
  const model = child(node, 'model')?.getAttribute('type') || undefined;
  const vlan = child(node, 'vlan');
  const tags = vlan && children(vlan, 'tag').map((tag) => Number(tag.getAttribute('id')));
  return {
    mac: (child(node, 'mac')?.getAttribute('address') ?? '').toLowerCase(),
    ...(network !== undefined && { network }),
    ...(portgroup !== undefined && { portgroup }),
    ...(bridge !== undefined && { bridge }),
    ...(model !== undefined && { model }),
    ...(tags && { vlan: tags }),
    link: child(node, 'link')?.getAttribute('state') === 'down' ? 'down' : 'up',
    xml: new XMLSerializer().serializeToString(node),
  };
}

/** What a network may give to a running interface of its own, which goes with it. */
const GIVEN = ['virtualport', 'bandwidth', 'port'];

/**
 * The element of the desired interface. What the model does not know stays as in `was`, which is the
 * interface on the same side; `stored` is the one in the persistent definition, which shows what is the guest's own.
 */
export function nicXml(nic: Nic, was?: Nic, stored?: Nic): string {
  const node = elementOf(was?.xml ?? '<interface/>');
  const own = stored?.xml === undefined ? node : elementOf(stored.xml);
  const { mac, network, portgroup, bridge, model, vlan = [], link } = nic;
  node.setAttribute('type', network === undefined ? 'bridge' : 'network');
  replace(node, 'mac', { address: mac });
  if (!was || !isSameSource(nic, was)) {
    replace(node, 'source', { network, portgroup, bridge });
    for (const name of GIVEN) if (!child(own, name)) remove(node, name);
  }
  if (!isSame(vlan, was?.vlan ?? [])) {
    const tags = replace(node, 'vlan', {});
    for (const id of vlan) tags.appendChild(element(node, 'tag', { id: String(id) }));
    if (vlan.length === 0) remove(node, 'vlan');
  }
  if (model !== was?.model) replace(node, 'model', { type: model });
  if (link !== (was?.link ?? 'up')) replace(node, 'link', { state: link });
  return new XMLSerializer().serializeToString(node);
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}

/** Whether both are plugged in at the same place. */
export function isSameSource(one: NicSource, other: NicSource): boolean {
  return one.network === other.network && one.portgroup === other.portgroup && one.bridge === other.bridge;
}

/** What is reported of an interface, in an operator's words. */
export function nicTexts({
  network,
  portgroup,
  bridge,
  model,
  vlan = [],
  link,
}: Nic): Record<Aspect, string> {
  const group = portgroup === undefined ? '' : `, portgroup ${portgroup}`;
  const other = bridge === undefined ? 'neither network nor bridge' : `bridge ${bridge}`;
  return {
    source: network === undefined ? other : `network ${network}${group}`,
    vlan: vlan.length === 0 ? 'no vlan' : `vlan ${vlan.join(', ')}`,
    model: `model ${model ?? 'of libvirt'}`,
    link: `link ${link}`,
  };
}

export type Aspect = 'source' | 'vlan' | 'model' | 'link';

/** In which aspects two interfaces are not the same. */
export function nicDifferences(one: Nic, other: Nic): Aspect[] {
  const [texts, others] = [nicTexts(one), nicTexts(other)];
  return ASPECTS.filter((aspect) => texts[aspect] !== others[aspect]);
}

const ASPECTS: readonly Aspect[] = ['source', 'vlan', 'model', 'link'];

function elementOf(xml: string): Element {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (!root) throw new Error('a serialised element is one again');
  return root;
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Puts a new element in the place of those of its name, or at the end. */
function replace(node: Element, name: string, attributes: Attributes): Element {
  const made = element(node, name, attributes);
  node.insertBefore(made, child(node, name) ?? null);
  for (const old of children(node, name)) if (old !== made) node.removeChild(old);
  return made;
}

function remove(node: Element, name: string): void {
  for (const old of children(node, name)) node.removeChild(old);
}

function element(node: Element, name: string, attributes: Attributes): Element {
  const made = node.ownerDocument?.createElement(name);
  if (!made) throw new Error('a parsed element belongs to a document');
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value);
  return made;
}
