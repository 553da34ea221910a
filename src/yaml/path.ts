import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Path } from '../template/interpolation/data.ts';
import { isMerge, keyName, type YamlData } from './data.ts';

/** What stands at the end of a path. */
export interface Found {
  /** Absent for the root and for the items of a list. */
  key?: Node;
  /** Absent if nothing follows the key. */
  value?: Node;
}

/** Follows a path through aliases and merges, as far as it goes. */
export function find(root: Node | null, targets: YamlData['targets'], path: Path): Found {
  let found: Found = root ? { value: root } : {};
  for (const step of path) {
    const next = stepInto(found.value, targets, step);
    if (!next) return found;
    found = next;
  }
  return found;
}

function stepInto(
  written: Node | undefined,
  targets: YamlData['targets'],
  step: string | number,
): Found | undefined {
  const node = isAlias(written) ? targets.get(written) : written;
  if (isSeq(node)) return foundIn(undefined, node.items[Number(step)]);
  if (!isMap(node)) return undefined;
  const pair = pairsOf(node).get(String(step));
  if (pair) return foundIn(pair.key, pair.value);
  return node.items
    .filter(isMerge)
    .flatMap((merge) => sources(merge, targets))
    .map((source) => stepInto(source, targets, step))
    .find((found) => found !== undefined);
}

/** A map of ten thousand hosts is asked for each of them. */
const indexes = new WeakMap<YAMLMap, Map<string, Pair>>();

function pairsOf(map: YAMLMap): Map<string, Pair> {
  const known = indexes.get(map);
  if (known) return known;
  const written = map.items.filter((pair) => !isMerge(pair));
  const index = new Map(written.map((pair) => [keyName(pair.key), pair]));
  indexes.set(map, index);
  return index;
}

function sources({ value }: Pair, targets: YamlData['targets']): Node[] {
  const node = isAlias(value) ? targets.get(value) : value;
  return (isSeq(node) ? node.items : [node]) as Node[];
}

function foundIn(key: unknown, value: unknown): Found | undefined {
  if (value === undefined) return undefined;
  return { ...(isNode(key) && { key }), ...(isNode(value) && { value }) };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
