import { DOMParser, type Element } from '@xmldom/xmldom';

/** An element of the XML of a pool: https://libvirt.org/formatstorage.html. */
export interface PoolNode {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** Sorted by name; elements of one name keep their order. */
  children: readonly PoolNode[];
  /** Empty for an element with children. */
  text: string;
}

/** What libvirt counts or makes up, and the rights of the folder, which are those of the building. */
const UNCOMPARED = new Set(['uuid', 'capacity', 'allocation', 'available', 'permissions']);

/** Reads the XML of a pool; throws an error with the reason where it is none. */
export function parsePool(xml: string): PoolNode {
  const onError = (_level: string, message: string) => {
    throw new Error(message);
  };
  const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
  if (root?.nodeName !== 'pool') throw new Error(`<${root?.nodeName}> stands for a pool`);
  return nodeOf(root);
}

function nodeOf(element: Element): PoolNode {
  const children = [...element.childNodes]
    .filter((each): each is Element => each.nodeType === each.ELEMENT_NODE)
    .map(nodeOf);
  return poolNode(element.nodeName, {
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children,
    text: children.length > 0 ? '' : (element.textContent ?? '').trim(),
  });
}

/** An element with its children in order. */
export function poolNode(name: string, parts: Partial<Omit<PoolNode, 'name'>>): PoolNode {
  const { attributes = {}, children = [], text = '' } = parts;
  const sorted = children.toSorted((one, other) =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
  );
  return { name, attributes, children: sorted, text };
}

/** The first child of this name. */
export function childOf(node: PoolNode | undefined, name: string): PoolNode | undefined {
  return node?.children.find((each) => each.name === name);
}

/** The part of a definition that libvirt keeps as it was written. */
export function comparable(pool: PoolNode): PoolNode {
  const children = pool.children
    .filter(({ name }) => !UNCOMPARED.has(name))
    .map(comparable)
    .filter(({ name, children: inner }) => !(name === 'source' && inner.length === 0));
  const text = pool.name === 'path' ? pool.text.replace(/(?<=.)\/+$/, '') : pool.text;
  return poolNode(pool.name, { ...pool, children, text });
}

/** The XML of a pool, with a uuid where it has one already. */
export function serializePool(pool: PoolNode, uuid?: string): string {
  const children = uuid === undefined ? pool.children : [...pool.children, poolNode('uuid', { text: uuid })];
  return lines({ ...pool, children }).join('\n');
}

function lines({ name, attributes, children, text }: PoolNode): string[] {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}='${escaped(value)}'`)].join(
    ' ',
  );
  if (children.length > 0)
    return [`<${open}>`, ...children.flatMap((each) => lines(each).map((line) => `  ${line}`)), `</${name}>`];
  return [text === '' ? `<${open}/>` : `<${open}>${escaped(text)}</${name}>`];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>']/g, (character) => ENTITIES[character] ?? character);
}
