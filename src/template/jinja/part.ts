import { attempt } from '../expression/expression.ts';
import { parse } from '../expression/syntax/parse.ts';
import type { Backslashes } from '../expression/syntax/tokens.ts';
import { shifted } from '../fault.ts';
import { FILTERED, type Parameter, type Part, type Target } from './tree.ts';
import { unreadable } from './unreadable.ts';

/** What stands behind the word of a statement, and where. */
export interface Rest {
  text: string;
  start: number;
}

/** Parses an expression. Throws FaultError. */
export function partOf({ text, start }: Rest, backslashes?: Backslashes): Part {
  const trimmed = text.trim();
  const from = start + text.search(/\S|$/);
  return {
    text: trimmed,
    start: from,
    node: shifted(from, () => attempt(() => parse(trimmed, backslashes))),
  };
}

/** `upper | indent(2)`: filters that work on FILTERED. Throws FaultError. */
export function filterOf({ text, start }: Rest): Part {
  const prefix = `${FILTERED}|`;
  return partOf({ text: prefix + text, start: start - prefix.length });
}

/** `list if condition` of a `for`: a choice without else that has no parentheses around it. */
export function conditional(part: Part): { of: Part; condition?: Part } {
  const { node } = part;
  if (node.kind !== 'if' || node.whenFalse || node.isEager || node.start !== node.whenTrue.start)
    return { of: part };
  return { of: { ...part, node: node.whenTrue }, condition: { ...part, node: node.condition } };
}

const NAME = '[A-Za-z_]\\w*';
const NAMES = new RegExp(`^\\(?\\s*(${NAME}(?:\\s*,\\s*${NAME})*)\\s*,?\\s*\\)?$`);
const KEY = new RegExp(`^(${NAME})\\.(${NAME})$`);

/** What a `for` or `set` binds. Throws FaultError. */
export function targetOf({ text, start }: Rest): Target {
  const trimmed = text.trim();
  const [, name, key] = KEY.exec(trimmed) ?? [];
  if (name !== undefined && key !== undefined) return { names: [name], key };
  const names = NAMES.exec(trimmed)?.[1]?.split(',');
  const span = { start, end: start + Math.max(1, text.length) };
  if (!names)
    throw unreadable(`\`${trimmed}\` is no name to bind.`, span, 'Write a name, or names with commas.');
  return { names: names.map((each) => each.trim()) };
}

/** `name(a, b=1)` of a macro; `call(a, b)` as well. Throws FaultError. */
export function signatureOf(rest: Rest): { name: string; parameters: Parameter[] } {
  const { start, node, text } = partOf(rest);
  const span = { start, end: start + Math.max(1, text.length) };
  if (node.kind !== 'call' || node.of.kind !== 'name')
    throw unreadable(
      'A macro needs a name and parentheses.',
      span,
      'Write {% macro name(first, second=1) %}.',
    );
  const parameters = node.args.map(({ name, value }): Parameter => {
    if (name !== undefined) return { name, otherwise: { text, start, node: value } };
    if (value.kind === 'name') return { name: value.name };
    throw unreadable('A parameter is a name.', span, 'Write {% macro name(first, second=1) %}.');
  });
  return { name: node.of.name, parameters };
}
