import { conditional, filterOf, partOf, type Rest, signatureOf, targetOf } from './part.ts';
import type { ReadStatement, StatementTag } from './reader.ts';
import { FILES } from './statements-of-files.ts';
import type { Body, Part, Statement } from './tree.ts';
import { unreadable } from './unreadable.ts';

/** What templates of Ansible do not need, and what to write instead. */
export const REFUSED: Readonly<Record<string, string>> = {
  extends: 'Include the parts that the files share.',
  block: 'Include the parts that the files share.',
  autoescape: 'Write | e behind each value.',
  trans: 'Write the text itself.',
  break: 'Write the condition behind the list: {% for x in list if condition %}.',
  continue: 'Write the condition behind the list: {% for x in list if condition %}.',
};

const readIf: ReadStatement = (tag, reader) => {
  const branches: { condition: Part; body: Body }[] = [];
  let { word, rest }: Pick<StatementTag, 'word' | 'rest'> = tag;
  while (word !== 'else' && word !== 'endif') {
    const condition = partOf(rest);
    const { body, closing } = reader.until(tag, 'elif', 'else', 'endif');
    branches.push({ condition, body });
    ({ word, rest } = closing);
  }
  const otherwise = word === 'else' ? reader.until(tag, 'endif').body : [];
  return { kind: 'if', branches, otherwise, ...spanOf(tag) };
};

const readFor: ReadStatement = (tag, reader) => {
  const [, names, list] = /^([\s\S]+?)\sin\s([\s\S]+)$/.exec(tag.rest.text) ?? [];
  if (names === undefined || list === undefined)
    throw unreadable('This for has no list.', tag, 'Write {% for item in list %}.');
  if (/\srecursive\s*$/.test(list))
    throw unreadable('A for cannot be recursive.', tag, 'Write a macro that calls itself.');
  const { start } = tag.rest;
  const parts = conditional(partOf(behind(tag.rest, tag.rest.text.length - list.length)));
  const { body, closing } = reader.until(tag, 'else', 'endfor');
  const otherwise = closing.word === 'else' ? reader.until(tag, 'endfor').body : [];
  return { kind: 'for', target: targetOf({ text: names, start }), ...parts, body, otherwise, ...spanOf(tag) };
};

const readSet: ReadStatement = (tag, reader) => {
  const { text, start } = tag.rest;
  const equals = /^[\w\s.,()]+?=(?!=)/.exec(text)?.[0].length;
  if (equals !== undefined) {
    const target = targetOf({ text: text.slice(0, equals - 1), start });
    return { kind: 'set', target, value: partOf(behind(tag.rest, equals)), ...spanOf(tag) };
  }
  const bar = text.indexOf('|');
  const target = targetOf({ text: bar < 0 ? text : text.slice(0, bar), start });
  const [name = ''] = target.names;
  const filter = bar < 0 ? {} : { filter: filterOf(behind(tag.rest, bar + 1)) };
  const { body } = reader.until(tag, 'endset');
  return { kind: 'capture', name, ...filter, body, ...spanOf(tag) };
};

const readCall: ReadStatement = (tag, reader) => {
  const { text } = tag.rest;
  const signature = /^\s*\([^()]*(?:\([^()]*\)[^()]*)*\)/.exec(text)?.[0] ?? '';
  const parameters = signature === '' ? [] : signatureOf(callOf(tag.rest, signature)).parameters;
  const call = partOf(behind(tag.rest, signature.length));
  if (call.node.kind !== 'call')
    throw unreadable('A call names a macro.', tag, 'Write {% call name(value) %}…{% endcall %}.');
  return { kind: 'call', parameters, call, body: reader.until(tag, 'endcall').body, ...spanOf(tag) };
};

/** The statements of Jinja and what reads them. */
export const STATEMENTS: Readonly<Record<string, ReadStatement>> = {
  if: readIf,
  for: readFor,
  set: readSet,
  call: readCall,
  do: (tag) => ({ kind: 'do', value: partOf(tag.rest), ...spanOf(tag) }),
  filter: (tag, reader) => {
    const filter = filterOf(tag.rest);
    return { kind: 'capture', filter, body: reader.until(tag, 'endfilter').body, ...spanOf(tag) };
  },
  with: (tag, reader) => {
    const { parameters } = signatureOf(
      callOf({ ...tag.rest, start: tag.rest.start - 1 }, `(${tag.rest.text})`),
    );
    return { kind: 'with', values: parameters, body: reader.until(tag, 'endwith').body, ...spanOf(tag) };
  },
  macro: (tag, reader) => {
    const signature = signatureOf(tag.rest);
    return { kind: 'macro', ...signature, body: reader.until(tag, 'endmacro').body, ...spanOf(tag) };
  },
  ...FILES,
};

/** Parentheses as a call of something, so that they are read as one. */
function callOf({ start }: Rest, parentheses: string): Rest {
  return { text: `x${parentheses.trim()}`, start: start - 1 };
}

function behind({ text, start }: Rest, offset: number): Rest {
  return { text: text.slice(offset), start: start + offset };
}

function spanOf({ start, end }: StatementTag): Pick<Statement, 'start' | 'end'> {
  return { start, end };
}
