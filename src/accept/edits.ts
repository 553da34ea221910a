import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Value } from '../adopt/value.ts';
import { valueText } from '../adopt/written/value-text.ts';
import { nodeAt, type Source, type Spot } from './source.ts';

/** Puts a value in the place of another. */
export function replaceValue(spot: Spot, value: Value): void {
  const { source } = spot;
  const node = nodeAt(spot);
  if ('pair' in spot) {
    const key = spot.pair.key as Node;
    const [start] = key.range ?? [0];
    const colon = source.text.indexOf(':', key.range?.[1]) + 1;
    const end = node ? endOf(source, node) : colon;
    const column = source.columnOf(start);
    source.edit({ start: colon, end, text: behindKey(value, column, isInFlow(source, spot.map)) });
    return;
  }
  if (!node?.range) return;
  const [start] = node.range;
  const isFlow = isInFlow(source, spot.list);
  const text = valueText(value, { block: source.columnOf(start), inline: source.columnOf(start), isFlow });
  source.edit({ start, end: endOf(source, node), text });
}

/** Puts a further key behind the last one of a map. */
export function addKey(source: Source, map: YAMLMap, name: string, value: Value): void {
  const last = map.items.at(-1);
  const first = map.items[0]?.key as Node | undefined;
  if (isInFlow(source, map) || !last || !first?.range) {
    const end = (map.range?.[1] ?? 0) - 1;
    const lead = source.text.slice(0, end).trimEnd().length;
    const separator = map.items.length > 0 ? ', ' : ' ';
    const text = `${separator}${name}:${behindKey(value, 0, true)}`;
    source.edit({ start: lead, end: lead, text: map.items.length > 0 ? text : `${text} ` });
    return;
  }
  const column = source.columnOf(first.range[0]);
  const node = (last.value ?? last.key) as Node;
  const at = endOfLine(source, endOf(source, node));
  source.edit({
    start: at,
    end: at,
    text: `\n${' '.repeat(column)}${name}:${behindKey(value, column, false)}`,
  });
}

/** Puts a further item behind the last one of a list. */
export function addItem(source: Source, list: YAMLSeq, value: Value): void {
  const last = list.items.at(-1) as Node | undefined;
  if (list.flow || !last?.range) {
    const end = (list.range?.[1] ?? 0) - 1;
    const lead = source.text.slice(0, end).trimEnd().length;
    const text = valueText(value, { block: 0, inline: 0, isFlow: true });
    source.edit({ start: lead, end: lead, text: list.items.length > 0 ? `, ${text}` : text });
    return;
  }
  const column = source.columnOf(list.range?.[0] ?? 0);
  const at = endOfLine(source, endOf(source, last));
  const text = valueText(value, { block: column + 2, inline: column + 2, isFlow: false });
  source.edit({ start: at, end: at, text: `\n${' '.repeat(column)}- ${text}` });
}

/** Takes a key with its value out of its map, or an item out of its list, with its line where it has lines of its own. */
export function removeValue(spot: Spot): void {
  const { source } = spot;
  const node = nodeAt(spot);
  const [items, first] =
    'pair' in spot
      ? [spot.map.items.map(({ key, value }) => [key, value ?? key] as const), spot.pair.key as Node]
      : [spot.list.items.map((item) => [item, item] as const), node];
  const index = 'pair' in spot ? spot.map.items.indexOf(spot.pair) : spot.index;
  if (!first?.range) return;
  const end = endOf(source, node ?? first);
  if (!isInFlow(source, 'pair' in spot ? spot.map : spot.list)) {
    const start = source.text.lastIndexOf('\n', first.range[0] - 1);
    source.edit({ start, end: endOfLine(source, end), text: '' });
    return;
  }
  const next = items[index + 1]?.[0] as Node | undefined;
  const before = items[index - 1]?.[1] as Node | undefined;
  if (next?.range) source.edit({ start: first.range[0], end: next.range[0], text: '' });
  else source.edit({ start: before ? endOf(source, before) : first.range[0], end, text: '' });
}

/** A value with its remarks as it would stand behind a key at the margin: ` value`, or lines below it. */
export function textBelow(spot: Spot): string {
  const { source } = spot;
  const node = nodeAt(spot);
  if (!node?.range) return '';
  const [start] = node.range;
  const lines = source.text.slice(start, endOf(source, node)).split('\n');
  const isBlock = !isScalar(node) && !'[{'.includes(source.text[start] ?? '');
  const indent = Math.max(source.columnOf(start) - 2, 0);
  const moved = lines.map((line, index) =>
    index === 0 ? line : line.replace(new RegExp(`^ {0,${indent}}`), ''),
  );
  return isBlock ? `\n  ${moved.join('\n')}` : ` ${moved.join('\n')}`;
}

/** ` value`, or lines of its own below the key. */
function behindKey(value: Value, column: number, isFlow: boolean): string {
  const text = valueText(value, { block: column + 2, inline: column + 20, isFlow });
  return text.startsWith('\n') ? text : ` ${text}`;
}

/** Where a value ends, without the blanks and remarks behind it. */
function endOf(source: Source, node: Node): number {
  const [start = 0, end = 0] = node.range ?? [];
  if (isScalar(node)) return end;
  const inner = isMap(node)
    ? node.items.at(-1)
    : isSeq(node)
      ? { key: null, value: node.items.at(-1) }
      : undefined;
  const isBlock = (isMap(node) || isSeq(node)) && source.text[start] !== '{' && source.text[start] !== '[';
  const last = (inner?.value ?? inner?.key) as Node | undefined;
  return isBlock && last?.range ? endOf(source, last) : end;
}

/** The end of the line, which may have a remark. */
function endOfLine({ text }: Source, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function isInFlow({ text }: Source, { range }: YAMLMap | YAMLSeq): boolean {
  return text[range?.[0] ?? 0] === '{' || text[range?.[0] ?? 0] === '[';
}
