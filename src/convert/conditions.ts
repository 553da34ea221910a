import { Document, isMap, isScalar, isSeq, Scalar } from 'yaml';
import { shortName } from '../playbook/ansible-hints.ts';
import { celOf } from './cel.ts';
import type { Change } from './names.ts';
import type { Note, Source } from './source.ts';
import type { Item } from './task-lists.ts';

/** Keys whose texts are expressions. */
const CONDITIONS: ReadonlySet<string> = new Set(['when', 'changed_when', 'failed_when', 'until']);

/** The conditions of tasks, blocks and roles in the spelling of CEL, where that is exact. */
export function celConditions(source: Source, items: readonly Item[]): { changes: Change[]; left: Note[] } {
  const found = items.flatMap((item) => conditionsOf(item).map((node) => inCel(node, item, source)));
  return {
    changes: found.flatMap((one) => (one && 'edit' in one ? [one] : [])),
    left: found.flatMap((one) => (one && 'line' in one ? [one] : [])),
  };
}

function conditionsOf({ node }: Item): Scalar[] {
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return [];
    if (CONDITIONS.has(String(key.value))) return textsOf(value);
    return shortName(String(key.value)) === 'assert' && isMap(value) ? textsOf(value.get('that', true)) : [];
  });
}

function textsOf(value: unknown): Scalar[] {
  const nodes = isSeq(value) ? value.items : [value];
  return nodes.filter(isScalar).filter((node) => typeof node.value === 'string');
}

function inCel(node: Scalar, { node: { flow = false } }: Item, source: Source): Change | Note | undefined {
  const text = String(node.value);
  const [start, end] = node.range ?? [0, 0];
  const line = source.lineAt(start);
  const left = (why: string) => ({ line, text: `${text} stays: ${why}` });
  const spelled = celOf(text);
  if ('why' in spelled) return left(spelled.why);
  if (!/[^\w.]/.test(text) || spelled.text === text.trim()) return undefined;
  if (source.text.slice(start, end).includes('\n')) return left('It has several lines.');
  if (node.anchor !== undefined) return left('It has an anchor.');
  const edit = { start, end, text: asYaml(spelled.text, node, flow) };
  return { edit, note: { line, text: `${text} is written ${spelled.text}` } };
}

/** In the quotes that it had, if any; without them where they are not needed. */
function asYaml(text: string, { type }: Scalar, isFlow: boolean): string {
  const scalar = new Scalar(text);
  const needsQuotes = /^[^\w(]|[{}[\],]|: |\s#/.test(text);
  if (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) scalar.type = type;
  else if (needsQuotes && (isFlow || !/^[\w(]/.test(text))) scalar.type = Scalar.QUOTE_DOUBLE;
  return new Document(scalar).toString({ lineWidth: 0 }).trimEnd();
}
