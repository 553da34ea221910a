import { isScalar, LineCounter, type Node, Scalar } from 'yaml';
import type { Place, Problem } from '../problem.ts';
import type { Path } from '../template/interpolation/data.ts';
import { toData } from './data.ts';
import { parseYaml } from './parse.ts';
import { find } from './path.ts';
import { isUnquoted } from './problem.ts';
import type { Dialect } from './tags.ts';

/** A YAML or JSON file with the places of its parts. */
export interface YamlFile {
  /** Plain data, but for `VaultedText`; null for an empty file, undefined for one that could not be read. */
  value: unknown;
  /** Where a value begins; for a path that is not there, its nearest ancestor. */
  placeOf(path: Path): Place;
  /** Where the key of a value stands. */
  placeOfKey(path: Path): Place;
  /** The key of a value as YAML types it: the key of `1234: x` is a number. */
  keyOf(path: Path): unknown;
  problems: Problem[];
}

/**
 * Reads one YAML document; JSON is YAML too.
 * Besides wrong syntax it refuses: repeated keys, keys that are maps or lists, unknown tags and aliases, several
 * documents, and excessive size or depth.
 */
export function readYaml(text: string, file: string, dialect: Dialect = 'core'): YamlFile {
  const lines = new LineCounter();
  const placeAt = (start: number, end: number) => placeIn(text, file, lines, [start, end]);
  const placeOfNode = (node: Node | undefined) => placeAt(...span(node, text));
  const { root, isBroken, problems } = parseYaml(text, lines, dialect, placeAt);
  const data = toData(root, placeOfNode);
  const at = (path: Path) => find(root, data.targets, path);
  return {
    value: isBroken ? undefined : data.value,
    placeOf: (path) => placeOfNode(shown(at(path))),
    placeOfKey: (path) => placeOfNode(at(path).key ?? at(path).value),
    keyOf: (path) => (at(path).key as Scalar | undefined)?.value,
    problems: isBroken
      ? onePerLine([...data.problems.filter(isUnquoted), ...problems])
      : [...problems, ...data.problems],
  };
}

function placeIn(
  text: string,
  file: string,
  lines: LineCounter,
  [start, end]: readonly [start: number, end: number],
): Place {
  const { line, col } = lines.linePos(start);
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  return { file, line, column: col, length: Math.max(1, Math.min(end, lineEnd) - start), source: text };
}

/** An error causes further errors on the same line. */
function onePerLine(problems: readonly Problem[]): Problem[] {
  const byLine = new Map(problems.toReversed().map((problem) => [problem.place?.line ?? 0, problem]));
  return [...byLine].sort(([a], [b]) => a - b).map(([, problem]) => problem);
}

/** The value, or its key where nothing is written after it. */
function shown({ key, value }: { key?: Node; value?: Node }): Node | undefined {
  const [start, end] = value?.range ?? [0, 0];
  return start === end ? (key ?? value) : value;
}

/** The characters of a node; for a block scalar those of its text, without the `|` or `>` above it. */
function span(node: Node | undefined, text: string): [number, number] {
  const [start, end] = node?.range ?? [0, 0];
  if (!isScalar(node) || (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED))
    return [start, end];
  const header = text.indexOf('\n', start);
  const content = header + text.slice(header, end).search(/\S/);
  return header < 0 || content < header ? [start, end] : [content, end];
}
