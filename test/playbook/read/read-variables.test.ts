import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from '../project.ts';

/** Precedence levels as files and options, weakest first; each defines `v`. */
function winner(levels: readonly string[]): unknown {
  const has = (level: string, text: string) => (levels.includes(level) ? text : '');
  const tasks = tasksOf(
    `
- hosts: a
  vars: { other: 1${has('play', ', v: play')} }
  vars_files: [vars.yml]
  tasks:
    - say: "{{ v }}"
      vars: { other: 1${has('task', ', v: task')} }
`,
    'a',
    {
      hosts: 'a v=host\n',
      files: { 'vars.yml': `other: 1\n${has('file', 'v: file\n')}` },
      extraVars: levels.includes('extra') ? { v: { value: 'extra' } } : {},
    },
  );
  return desired(tasks)[0];
}

it('a host yields to its play, that to files, those to the task, and all to -e', () => {
  expect(winner([])).toBe('host');
  expect(winner(['play'])).toBe('play');
  expect(winner(['play', 'file'])).toBe('file');
  expect(winner(['play', 'file', 'task'])).toBe('task');
  expect(winner(['play', 'file', 'task', 'extra'])).toBe('extra');
});

it('nothing replaces the name of a host', () => {
  const text =
    '- hosts: a\n  vars: { inventory_hostname: x }\n  tasks: [{ say: "{{ inventory_hostname }}" }]\n';
  expect(desired(tasksOf(text))).toEqual(['a']);
  const extraVars = { inventory_hostname: { value: 'x' } };
  expect(desired(tasksOf(text, 'a', { extraVars }))).toEqual(['a']);
});

it('variables follow what a task replaces, and files can be named by variables', () => {
  const text = `
- hosts: a
  vars: { greeting: "hello {{ whom }}", whom: play }
  vars_files: ["{{ inventory_hostname }}.yml"]
  tasks:
    - say: "{{ greeting }} {{ from_file }}"
    - say: "{{ greeting }}"
      vars: { whom: task }
`;
  const files = { 'a.yml': 'from_file: yes' };
  expect(desired(tasksOf(text, 'a', { files }))).toEqual(['hello play True', 'hello task']);
});

it('a problem of some hosts names them, one of all hosts does not', () => {
  const { problems } = resolved('- hosts: all\n  tasks:\n    - say: "{{ only_a }} {{ nobody }}"\n', {
    hosts: 'a only_a=1\nb\nc\n',
  });
  expect(problems.map(({ code, hosts, place }) => [code, place?.column, hosts])).toEqual([
    ['undefined-variable', 16, ['b', 'c']],
    ['undefined-variable', 29, undefined],
  ]);
});

it('expressions are read even where no host runs them', () => {
  const { problems } = resolved(`
- hosts: a
  vars: { broken: "{{ 1 + }}" }
  vars_files: gone.yml
  tasks:
    - say: "{{ x. }}"
      when: false
    - say: hello
      when: x ==
    - say: hello
      loop: "{{ [ }}"
`);
  expect(problems.map(({ code, place }) => `${code} ${place?.line}`)).toEqual([
    'unreadable-expression 3',
    'unreadable-expression 6',
    'unreadable-expression 9',
    'unreadable-expression 11',
    'unreadable-file 4',
  ]);
});

it('an expression without quotes is told apart from a map', () => {
  expect(brief(resolved('- hosts: a\n  tasks:\n    - say: {{ x }}\n').problems)).toEqual([
    'unquoted-template 3:12 Quote the whole value: "{{ … }}".',
  ]);
});
