import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Place, Problem } from '../problem.ts';
import { keyProblem, repeatedKey, tooLarge, unreadable } from './problem.ts';

/** What a tree of nodes means. */
export interface YamlData {
  /** Undefined for a tree that is too large to be looked at. */
  value: unknown;
  /** What each alias stands for. */
  targets: ReadonlyMap<Alias, Node>;
  problems: Problem[];
}

/**
 * The plain data of a tree of nodes. The target of an alias is shared, not copied. Still the tree that a reader would
 * visit is bounded, because a few nested aliases could take forever to print.
 */
export function toData(root: Node | null, placeOf: (node: Node) => Place): YamlData {
  const reader = new Reader(placeOf);
  const value = reader.read(root);
  if (!root || reader.count <= MAX_NODES)
    return { value, targets: reader.targets, problems: reader.problems };
  const problem = tooLarge(`Its aliases unfold to more than ${MAX_NODES} values.`, placeOf(root));
  return { value: undefined, targets: reader.targets, problems: [...reader.problems, problem] };
}

/** Whether a pair is a `<<` that merges, and not a text of two characters. */
export function isMerge({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** The name that a key is; a word that YAML 1.1 reads as true or false, such as `on`, is one too. */
export function keyName(key: unknown): string {
  if (!isScalar(key) || typeof key.value === 'symbol') return '<<';
  return (typeof key.value === 'boolean' && key.source) || String(key.value ?? '');
}

const MAX_NODES = 2_000_000;

class Reader {
  readonly problems: Problem[] = [];
  readonly targets = new Map<Alias, Node>();
  /** Values read so far, those behind aliases counted each time. */
  count = 0;
  readonly #placeOf: (node: Node) => Place;
  readonly #anchors = new Map<string, Node>();
  readonly #read = new Map<Node, { value: unknown; count: number }>();

  constructor(placeOf: (node: Node) => Place) {
    this.#placeOf = placeOf;
  }

  read(node: unknown): unknown {
    this.count += 1;
    if (isAlias(node)) return this.#alias(node);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    const before = this.count;
    if (node.anchor) this.#anchors.set(node.anchor, node);
    const value = this.#content(node);
    if (node.anchor) this.#read.set(node, { value, count: this.count - before });
    return value;
  }

  #content(node: Node): unknown {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return node.items.map((item) => this.read(item));
    return isScalar(node) ? node.value : null;
  }

  #alias(alias: Alias): unknown {
    const target = this.#anchors.get(alias.source);
    const read = target && this.#read.get(target);
    if (!read) {
      const detail = target
        ? 'An alias is inside its own target.'
        : `Nothing above is named &${alias.source}.`;
      this.problems.push(
        unreadable(detail, this.#placeOf(alias), 'Quote the value if the asterisk belongs to it.'),
      );
      return null;
    }
    this.targets.set(alias, target);
    this.count += read.count;
    return read.value;
  }

  #map(map: YAMLMap): Record<string, unknown> {
    const own = new Map<string, unknown>();
    const merged: [string, unknown][] = [];
    for (const pair of map.items) {
      const { key, value } = pair;
      if (isMerge(pair)) {
        merged.unshift(...this.#merge(value as Node));
        continue;
      }
      if (!isScalar(key)) this.problems.push(keyProblem(key, this.#placeOf((key as Node | null) ?? map)));
      const name = keyName(key);
      if (own.has(name)) this.problems.push(repeatedKey(name, this.#placeOf(key as Node)));
      own.set(name, this.read(value));
    }
    // fromEntries defines its keys as own ones, `__proto__` included.
    return Object.fromEntries(merged.length > 0 ? new Map([...merged, ...own]) : own);
  }

  /** The entries of what `<<` names: a map, or a list of maps of which the first wins. */
  #merge(node: Node): [string, unknown][] {
    const value = this.read(node);
    const maps = Array.isArray(value) ? value.toReversed() : [value];
    if (maps.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one)))
      return maps.flatMap((one) => Object.entries(one as object));
    this.problems.push(unreadable('`<<` merges a map or a list of maps only.', this.#placeOf(node)));
    return [];
  }
}
