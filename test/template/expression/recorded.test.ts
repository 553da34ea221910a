import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../../src/template/expression/evaluate.ts';
import { LIBRARY } from '../../../src/template/expression/library.ts';
import { stepCounter } from '../../../src/template/expression/machine.ts';
import { parse } from '../../../src/template/expression/syntax/parse.ts';
import { reprOf } from '../../../src/template/expression/values/text.ts';
import { entry, type Values } from '../../../src/template/values.ts';

/** What Ansible made of an expression, as Python writes it; null where it failed. Made by record.py beside it. */
type Answer = readonly [expression: string, value: string | null, error?: string];

const FOLDER = join(import.meta.dirname, '../../recorded/expressions');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const VARIABLES = read<Values>('variables.json');
const ANSWERS = read<readonly Answer[]>('answers.json');

/** Where the answer differs on purpose, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'l.append(4)': 'a value never changes',
  "d.update({'a': 1})": 'a value never changes',
  '[1] == (1,)': 'a tuple is a list',
  "'%s' % [1, 'a']": 'a tuple is a list',
  "{'a': {'b': [1, {'c': 2}]}} | ansible.utils.get_path('a.b[1].c')": 'a number stays a number',
  "'x: 010\\ny: 1:30\\nz: off' | from_yaml": 'no number of base 60, which some MAC addresses would be',
};

function ours(expression: string): string | null {
  try {
    const machine = {
      library: LIBRARY,
      variable: (name: string) => entry(VARIABLES, name),
      known: [],
      step: stepCounter(),
    };
    return reprOf(evaluate(parse(expression), expression, machine));
  } catch {
    return null;
  }
}

test('there are answers to many expressions', () => {
  expect(ANSWERS.length).toBeGreaterThan(1000);
  expect(ANSWERS.filter(([, value]) => value === null).length).toBeGreaterThan(100);
});

test('expressions mean what they mean to Ansible, errors included', () => {
  const differ = ANSWERS.filter(([expression]) => !Object.hasOwn(DIFFERENT, expression)).flatMap(
    ([expression, value]) =>
      ours(expression) === value ? [] : [{ expression, value, ours: ours(expression) }],
  );
  expect(differ).toEqual([]);
});

test('what differs on purpose does differ', () => {
  const theirs = new Map(ANSWERS.map(([expression, value]) => [expression, value]));
  for (const expression of Object.keys(DIFFERENT)) {
    expect(theirs.has(expression)).toBe(true);
    expect(ours(expression)).not.toBe(theirs.get(expression));
  }
});
