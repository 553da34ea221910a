import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProblemError } from '../../../src/problem.ts';
import { createScope } from '../../../src/template/interpolation/scope.ts';
import { compileText, type Template } from '../../../src/template/interpolation/text.ts';
import { compileJinja } from '../../../src/template/jinja/template.ts';
import type { Values } from '../../../src/template/values.ts';

/** A text of a playbook, or a file with the files that it includes; what Ansible makes of it. See record.py. */
interface Case {
  text?: string;
  file?: string;
  files?: Readonly<Record<string, string>>;
}
type Answer = { value: unknown } | { error: string };

const FOLDER = join(import.meta.dirname, '../../recorded/templates');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const VARIABLES = read<Values>('variables.json');
const CASES = read<readonly Case[]>('cases.json');
const ANSWERS = read<readonly Answer[]>('answers.json');

/** Where the answer differs on purpose, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  '{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}': 'a tuple is a list',
  '{% for net in nets recursive %}{{ net.name }}{% endfor %}': 'a macro calls itself instead',
};

function templateOf({ text, file = '', files = {} }: Case): Template {
  if (text !== undefined) return compileText(text);
  const { render, ...names } = compileJinja({ file: 'main.j2', text: file }, 'text', (name) => {
    const inner = files[name];
    return inner === undefined ? undefined : { file: name, text: inner };
  });
  return { ...names, evaluate: render };
}

function ours(one: Case): unknown {
  const variables = Object.entries(VARIABLES).map(([name, value]) => [name, { value }] as const);
  try {
    return { value: createScope(Object.fromEntries(variables)).evaluate(templateOf(one)) };
  } catch (error) {
    if (error instanceof ProblemError) return 'error';
    throw error;
  }
}

const answered = CASES.map((one, index) => {
  const answer = ANSWERS[index] ?? { error: 'there is no answer' };
  return { source: one.text ?? one.file ?? '', one, theirs: 'error' in answer ? 'error' : answer };
});

test('there are answers to many templates', () => {
  expect(ANSWERS.length).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThan(200);
  expect(answered.filter(({ theirs }) => theirs === 'error').length).toBeGreaterThan(20);
});

test('templates mean what they mean to Ansible, errors included', () => {
  const differ = answered
    .filter(({ source }) => !Object.hasOwn(DIFFERENT, source))
    .map(({ source, one, theirs }) => ({ source, theirs, ours: ours(one) }))
    .filter((each) => JSON.stringify(each.ours) !== JSON.stringify(each.theirs));
  expect(differ).toEqual([]);
});

test('what differs on purpose does differ', () => {
  for (const source of Object.keys(DIFFERENT)) {
    const found = answered.filter((each) => each.source === source);
    expect(found.length).toBeGreaterThan(0);
    for (const { one, theirs } of found) expect(ours(one)).not.toEqual(theirs);
  }
});
