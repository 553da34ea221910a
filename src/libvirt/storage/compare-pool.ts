import { asStored } from './desired-pool.ts';
import { childOf, type PoolNode, poolNode } from './pool-xml.ts';

/** One difference between two definitions, in libvirt's own names: `source device`. */
export interface PoolDifference {
  what: string;
  before: string | null;
  after: string | null;
}

/** Elements that are made of others; what a task has of them is merged into what the host has. */
const SECTIONS = ['source', 'target'];

/**
 * The definition of a host with what a task has of it. Elements that the task does not have stay; of elements that may
 * repeat, such as the devices of a source, the task has all. Another type of pool begins with nothing.
 */
export function mergedPool(name: string, current: PoolNode, desired: PoolNode): PoolNode {
  if (current.attributes.type !== desired.attributes.type) return asStored(name, desired);
  const sections = SECTIONS.flatMap((section) => {
    const [has, wants] = [childOf(current, section), childOf(desired, section)];
    return has || wants ? [poolNode(section, { ...(wants ?? has), children: replaced(has, wants) })] : [];
  });
  const others = replaced(current, desired).filter(({ name: each }) => !SECTIONS.includes(each));
  return asStored(name, poolNode('pool', { ...desired, children: [...others, ...sections] }));
}

/** The children of both, where those of `desired` replace all of the same name. */
function replaced(current: PoolNode | undefined, desired: PoolNode | undefined): PoolNode[] {
  const own = desired?.children ?? [];
  const names = new Set(own.map(({ name }) => name));
  return [...(current?.children ?? []).filter(({ name }) => !names.has(name)), ...own];
}

export function poolDifferences(current: PoolNode, next: PoolNode): PoolDifference[] {
  const [had, has] = [textsOf(current), textsOf(next)];
  return [...new Set([...had.keys(), ...has.keys()])]
    .map((what) => ({ what, before: had.get(what) ?? null, after: has.get(what) ?? null }))
    .filter(({ before, after }) => before !== after);
}

/** The parts of a definition as an operator reads them. */
function textsOf(pool: PoolNode): Map<string, string> {
  const texts = new Map([['type', pool.attributes.type ?? '']]);
  const add = (what: string, node: PoolNode) => {
    const before = texts.get(what);
    texts.set(what, before === undefined ? textOf(node) : `${before}, ${textOf(node)}`);
  };
  for (const child of pool.children)
    if (SECTIONS.includes(child.name))
      for (const each of child.children) add(`${child.name} ${each.name}`, each);
    else add(child.name, child);
  return texts;
}

function textOf({ attributes, children, text }: PoolNode): string {
  const values = Object.values(attributes);
  return [text, ...values, ...children.map(textOf)].filter((each) => each !== '').join(' ');
}
