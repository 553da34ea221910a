import { expect, it } from 'vitest';
import { MODULES } from '../../src/modules/index.ts';
import { playbookJsonSchema } from '../../src/playbook/schema.ts';
import { brief, resolved, tasksOf, wanted } from './project.ts';

const play = (text: string, vars = '{ name: "a b", size: 5, on: true, list: [1] }') =>
  `- hosts: a\n  vars: ${vars}\n  tasks:\n    - act: ${text}\n`;

it.each<[string, unknown]>([
  ['virsh net-list', { words: ['virsh', 'net-list'] }],
  ['echo {{ name }} x{{ name }}', { words: ['echo', 'a b', 'xa b'] }],
  ['echo {{ size }} {{ on }} --n={{ size }}', { words: ['echo', '5', 'true', '--n=5'] }],
  ['make creates="/a b" all x=y', { words: ['make', 'all', 'x=y'], creates: '/a b' }],
  ['make creates=/{{ name }}', { words: ['make'], creates: '/a b' }],
  ['{ words: [a, b] }', { words: ['a', 'b'] }],
])('act: %s', (text, expected) => {
  expect(wanted(tasksOf(play(text)))).toEqual([expected]);
});

it('what a variable holds is never cut, and never read as another argument', () => {
  const vars = JSON.stringify({ name: 'a; creates=/x "' });
  expect(wanted(tasksOf(play('echo {{ name }}', vars)))).toEqual([{ words: ['echo', 'a; creates=/x "'] }]);
});

it.each([
  ['echo {{ nam }}', 'undefined-variable 4:20 Did you mean `name`?'],
  [`"echo 'x' {{ nam }}"`, 'undefined-variable 4:25 Did you mean `name`?'],
  ['echo | cat', 'needs-shell 4:17'],
  ['echo {{ list }}', 'invalid-argument 4:12'],
])('%s is found with its place', (text, expected) => {
  expect(brief(resolved(play(text)).problems)).toEqual([expect.stringContaining(expected)]);
});

it('editors are told that a text will do', () => {
  const text = JSON.stringify(playbookJsonSchema(MODULES.filter(({ freeForm }) => freeForm !== undefined)));
  expect(text).toMatch(
    /"command":\{"description":"[^"]+","anyOf":\[\{"type":"object".*\},\{"type":"string"\}\]\}/,
  );
});
