import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';
import { saidByAll } from './said.ts';

const play = (task: string, rest = '') =>
  `- hosts: a\n  vars: { base: 7, colour: grey }\n  tasks:\n    - ${task}\n    - say: "{{ colour }} {{ size | default('none') }}"\n${rest}`;

const files = {
  'vars/red.yml': 'colour: red\nsize: "{{ base * 2 }}"\n',
  'vars/blue.yml': 'colour: blue\n',
  'vars/more/1.yml': 'colour: first\n',
  'vars/more/2.yaml': 'colour: second\n',
};

it.each([
  ['include_vars: red.yml', 'red 14'],
  ['include_vars: vars/red.yml', 'red 14'],
  ['include_vars: { file: "{{ \'blue\' }}.yml" }', 'blue none'],
  ['include_vars: { dir: more }', 'second none'],
  ['include_vars: { dir: more, extensions: [yml] }', 'first none'],
  ['include_vars: { file: red.yml, name: all }', 'grey none'],
  ['{ include_vars: "{{ item }}", with_first_found: [green.yml, blue.yml] }', 'blue none'],
  ['{ include_vars: "{{ item }}", with_first_found: [{ files: [green.yml, red.yml] }] }', 'red 14'],
  ['{ include_vars: red.yml, when: false }', 'grey none'],
])('%s is known before a host is contacted', (task, expected) => {
  expect(desired(tasksOf(play(task), 'a', { files })).at(-1)).toBe(expected);
});

it('a file that only an answer tells is read when the run comes to it', async () => {
  const task = 'act: ask\n      register: x\n    - include_vars: "{{ x.colour }}.yml"';
  const found = await saidByAll(play(task), { x: { colour: 'red' } }, { files });
  expect(found.a).toEqual(['red 14']);
});

it.each([
  ['include_vars: green.yml', 'missing-file 4:21'],
  ['include_vars: { name: x }', 'include-vars-arguments 4:7'],
])('%s is refused', (task, expected) => {
  expect(brief(resolved(play(task), { files }).problems)[0]).toContain(expected);
});
