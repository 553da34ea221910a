import { expect, it } from 'vitest';
import { MODULES } from '../../../src/modules/index.ts';
import { playbookJsonSchema } from '../../../src/playbook/read/editor-schema.ts';
import { brief, desired, resolved, tasksOf } from '../project.ts';

const play = (text: string, vars = '{ name: "a b", size: 5, on: true, list: [1] }') =>
  `- hosts: a\n  vars: ${vars}\n  tasks:\n    - act: ${text}\n`;

it.each<[string, unknown]>([
  ['virsh net-list', { words: ['virsh', 'net-list'] }],
  ['echo {{ name }} x{{ name }}', { words: ['echo', 'a b', 'xa b'] }],
  ['echo {{ size }} {{ on }} --n={{ size }}', { words: ['echo', '5', 'true', '--n=5'] }],
  ['make creates="/a b" all x=y', { words: ['make', 'all', 'x=y'], creates: '/a b' }],
  ['make creates=/{{ name }}', { words: ['make'], creates: '/a b' }],
  [
    '"make {% if on %} -j {{ size }}{% endif %} {{ name }} creates=/x"',
    { words: ['make', '-j', '5', 'a', 'b'], creates: '/x' },
  ],
  ["|\n        make {% raw %}'{{ .Names }}'{% endraw %}", { words: ['make', '{{ .Names }}'] }],
  ['{ words: [a, b] }', { words: ['a', 'b'] }],
])('act: %s', (text, expected) => {
  expect(desired(tasksOf(play(text)))).toEqual([expected]);
});

it.each<[string, unknown]>([
  ['echo | wc -l', { cmd: 'echo | wc -l' }],
  ['x="a  b" && echo {{ name }}', { cmd: 'x="a  b" && echo a b' }],
  ['chdir=/tmp make  all creates="/a b"', { cmd: 'make  all', chdir: '/tmp', creates: '/a b' }],
  ['"# don\'t\\nmake"', { cmd: "# don't\nmake" }],
])('text: %s', (text, expected) => {
  const written = play('x').replace('act: x', () => `text: ${text}`);
  expect(desired(tasksOf(written))).toEqual([expected]);
});

it('the words may be called cmd, and stand beside other arguments, as may args of the task', () => {
  const tasks = (text: string) =>
    desired(tasksOf(`- hosts: a\n  vars: { name: a b }\n  tasks:\n    - ${text}\n`));
  expect(tasks('act: { cmd: "make {{ name }}", creates: "/{{ name }}" }')).toEqual([
    { words: ['make', 'a b'], creates: '/a b' },
  ]);
  expect(tasks('{ act: make all, args: { creates: "/{{ name }}" } }')).toEqual([
    { words: ['make', 'all'], creates: '/a b' },
  ]);
  expect(tasks('{ text: { cmd: make }, args: { cmd: other, chdir: /tmp } }')).toEqual([
    { cmd: 'make', chdir: '/tmp' },
  ]);
  expect(tasks('text: { line: x, holds: ["1 < 2", "{{ 1 > 2 }}", "name == \\"a b\\""] }')).toEqual([
    { cmd: 'x', holds: [true, false, true] },
  ]);
  const wrong = '- hosts: a\n  tasks:\n    - act: make\n      args: { chdi: /x, creates: 5 }\n';
  expect(brief(resolved(wrong).problems)).toEqual([
    'unknown-argument 4:15',
    'invalid-argument 4:34 Put it in quotes: "5".',
  ]);
});

it('what a variable holds is never cut, and never read as another argument', () => {
  const vars = JSON.stringify({ name: 'a; creates=/x "' });
  expect(desired(tasksOf(play('echo {{ name }}', vars)))).toEqual([{ words: ['echo', 'a; creates=/x "'] }]);
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

it('what is wrong with the words that statements write is told at the text', () => {
  const problems = (text: string) => brief(resolved(play(text)).problems);
  expect(problems('"make {% if on %}> /x{% endif %}"')).toEqual([
    'needs-shell 4:12 Use the module `shell`, or put it in quotes if it is meant as an argument.',
  ]);
});

it('a text with statements alone is computed, too', () => {
  expect(desired(tasksOf(play('{ words: ["{% if on %}a{% else %}b{% endif %}"] }')))).toEqual([
    { words: ['a'] },
  ]);
});
