import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import { brief, resolved } from './project.ts';

/** What a project says of the variable `x`. */
interface Parts {
  files: Record<string, string>;
  all: string;
  web: string;
  host: string;
  play: string[];
  entry: string[];
  block: string;
  include: string;
  before: string;
  task: string[];
  extraVars: Record<string, { value: string }>;
}

/** The places of the table in docs/coming-from-ansible.md, the weakest first. */
const PLACES: [string, (parts: Parts) => void][] = [
  ['`defaults` of a role', ({ files }) => put(files, 'roles/r/defaults/main.yml', 'x: 1')],
  ['inventory file: `all`', (parts) => put(parts, 'all', '[all:vars]\nx=2\n')],
  ['inventory file: a group, children after parents', (parts) => put(parts, 'web', '[web:vars]\nx=3\n')],
  ['`group_vars/all`', ({ files }) => put(files, 'group_vars/all', 'x: 4')],
  ['`group_vars` of a group', ({ files }) => put(files, 'group_vars/web', 'x: 5')],
  ['inventory file: the host', (parts) => put(parts, 'host', ' x=6')],
  ['`host_vars`', ({ files }) => put(files, 'host_vars/a', 'x: 7')],
  ['`vars` of the play', ({ play }) => play.push('  vars: { x: 8 }')],
  ['`vars_prompt`', ({ play }) => play.push('  vars_prompt: [{ name: x, default: 9 }]')],
  [
    '`vars_files`',
    ({ play, files }) => {
      play.push('  vars_files: [more.yml]');
      files['more.yml'] = 'x: 10';
    },
  ],
  ['`vars` beside the name of a role', ({ entry }) => entry.push('vars: { x: 11 }')],
  ['`vars` of a role', ({ files }) => put(files, 'roles/r/vars/main.yml', 'x: 12')],
  ['`vars` of a block', (parts) => put(parts, 'block', '  vars: { x: 13 }\n')],
  ['`vars` of the task', ({ task }) => task.push('vars: { x: 14 }')],
  ['`set_fact` and `register`', (parts) => put(parts, 'before', '- set_fact: { x: 15 }\n')],
  ['other keys beside the name of a role', ({ entry }) => entry.push('x: 16')],
  ['`vars` of an `include_tasks` or `include_role`', (parts) => put(parts, 'include', ', vars: { x: 17 }')],
  ['`-e`', ({ extraVars }) => put(extraVars, 'x', { value: '18' })],
  ['the item of a loop', ({ task }) => task.push('loop: [19]', 'loop_control: { loop_var: x }')],
];

function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): void {
  target[key] = value;
}

/** The value of `x` where the first `count` places say something of it. */
function valueWith(count: number): unknown {
  const parts: Parts = {
    files: {},
    all: '',
    web: '',
    host: '',
    play: [],
    entry: ['role: r'],
    block: '',
    include: '',
    before: '',
    task: ['say: "{{ x }}"'],
    extraVars: {},
  };
  for (const [, say] of PLACES.slice(0, count)) say(parts);
  const { files, all, web, host, play, entry, block, include, before, task, extraVars } = parts;
  const text = `- hosts: a\n${play.join('\n')}\n  roles: [{ ${entry.join(', ')} }]\n`;
  const { plays, problems } = resolved(text, {
    hosts: `[web]\na${host}\n${all}${web}`,
    extraVars,
    files: {
      ...files,
      'roles/r/tasks/main.yml': `- block: [{ include_tasks: part.yml${include} }]\n${block}`,
      'roles/r/tasks/part.yml': `${before}- { ${task.join(', ')} }\n`,
    },
  });
  expect(brief(problems)).toEqual([]);
  const [last] = leavesOf(plays[0]?.hosts.get('a')?.tasks ?? []).toReversed();
  return last?.kind === 'task' ? last.desired : last?.kind;
}

it.each(PLACES.map(([name], index) => [name, index + 1] as const))(
  '%s wins over all before it',
  (_, place) => {
    expect(Number(valueWith(place))).toBe(place);
  },
);

it('the table of the documentation has these places in this order', () => {
  const text = readFileSync('docs/coming-from-ansible.md', 'utf8');
  const [, table = ''] = /## Variables\n[\s\S]*?\n((?:\|.*\n)+)/.exec(text) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[2]?.trim());
  expect(rows).toEqual(PLACES.map(([name]) => name));
});
