import { isScalar, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { Expression, isValues, literal, SubnetAddress, type Value, type Values } from '../value.ts';

/** Columns that a map or list on one line may take. */
const WIDTH = 100;

/** Where a value is to stand: how far in, if it has lines of its own, and how far in behind its key. */
export interface Column {
  block: number;
  inline: number;
}

/** A value as nodes of YAML, in the style of the documentation: what is short stands on one line. */
export function nodeOf(value: Value, at: Column = TOP): Scalar | YAMLMap | YAMLSeq {
  if (value instanceof SubnetAddress) return nodeOf(literal(value), at);
  if (value instanceof Expression) return quoted(value.text);
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) {
    const list = new TightList();
    const inner = { block: at.block + 2, inline: at.block + 2 };
    list.items = value.map((each) => nodeOf(each, inner));
    list.flow = isShort(value, at);
    return list;
  }
  if (!isValues(value)) return new Scalar(value);
  const map = mapOf(value, at.block);
  map.flow = isShort(value, at);
  return map;
}

const TOP: Column = { block: 0, inline: 0 };

/** A list on one line as the documentation has it: `[eth0, eth1]`, beside `{ mode: nat }`. */
class TightList extends YAMLSeq {
  override toString(
    ctx?: Parameters<YAMLSeq['toString']>[0],
    ...more: [(() => void)?, (() => void)?]
  ): string {
    const isTight = ctx !== undefined && this.flow;
    return super.toString(isTight ? { ...ctx, flowCollectionPadding: '' } : ctx, ...more);
  }
}

/** A map with a line for each key, `indent` columns in. */
export function mapOf(values: Values, indent = 0): YAMLMap<Scalar<string>> {
  const map = new YAMLMap<Scalar<string>>();
  map.items = Object.entries(values).map(([key, value]) => new Pair(textOf(key), below(key, value, indent)));
  return map;
}

/** The value behind a key that stands `indent` columns in. */
export function below(key: string, value: Value, indent = 0): Scalar | YAMLMap | YAMLSeq {
  return nodeOf(value, { block: indent + 2, inline: indent + key.length + 2 });
}

/**
 * Words that every reader of YAML takes for a text. All else stands in quotes: `yes`, `1.10`, a MAC address, an IPv6
 * address.
 */
const PLAIN =
  /^(?:[A-Za-z_/][\w./+-]*(?: [\w./+-]+)*|\d+\.\d+\.\d+\.\d+(?:\/\d+)?|[A-Za-z_]\w*:[A-Za-z_]\w*)$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function textOf(text: string): Scalar<string> {
  if (PLAIN.test(text) && !WORDS.test(text)) return new Scalar(text);
  const node = quoted(text);
  if (/^[^\0-\x08\x0b-\x1f]*\n[^\0-\x08\x0b-\x1f]*$/.test(text)) node.type = Scalar.BLOCK_LITERAL;
  // Of a host, and no expression nor statement.
  if (/\{[%#]/.test(text)) return quoted(text.replaceAll(/\{[{%#]/g, "{{ '$&' }}"));
  if (text.includes('{{')) node.tag = '!unsafe';
  return node;
}

function quoted(text: string): Scalar<string> {
  const node = new Scalar(text);
  node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** Whether it reads well on one line: it fits, and nests no further than `dhcp: { range: { start: a, end: b } }`. */
function isShort(value: Value, { inline }: Column): boolean {
  const text = onOneLine(value);
  return text !== undefined && inline + text.length <= WIDTH;
}

function onOneLine(value: Value): string | undefined {
  if (value instanceof Expression) return JSON.stringify(value.text);
  if (value instanceof SubnetAddress) return onOneLine(literal(value));
  if (typeof value === 'string') return value.includes('\n') ? undefined : scalarText(textOf(value));
  if (Array.isArray(value)) return value.some(isNested) ? undefined : joined(value.map(onOneLine), '[', ']');
  if (!isValues(value)) return String(value);
  const entries = Object.entries(value);
  if (entries.length > 1 && entries.some(([, each]) => isValues(each))) return undefined;
  return joined(
    entries.map(([key, each]) => {
      const text = onOneLine(each);
      return text === undefined ? undefined : `${key}: ${text}`;
    }),
    '{ ',
    ' }',
  );
}

function isNested(value: Value): boolean {
  return Array.isArray(value) || isValues(value);
}

function scalarText(node: Scalar<string>): string {
  return isScalar(node) && node.type ? JSON.stringify(node.value) : node.value;
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;
}
