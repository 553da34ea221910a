import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { HostTask } from '../../src/playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import { ProblemError } from '../../src/problem.ts';
import { desired, tasksOf } from './project.ts';
import { saidByAll } from './said.ts';

/** A file of the operator, outside of every project. */
const SECRET = join(tmpdir(), `virtfleet-answered-${process.pid}`);
writeFileSync(SECRET, 'of the operator\n');
afterAll(() => rmSync(SECRET));

/** A folder of the operator. */
const FOLDER = mkdtempSync(join(tmpdir(), 'virtfleet-answered-'));
writeFileSync(join(FOLDER, 'a'), 'of the operator\n');
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILES = {
  'files/red.pub': 'red key\n',
  'files/.vault_pass': 'hidden\n',
  'files/keys/red.pub': 'red key below keys\n',
  'templates/red.j2': 'red template\n',
  'templates/reads.j2': "{{ lookup('file', name) }}\n",
  'templates/loops.j2': "{% for one in x.lines %}{{ lookup('file', one) }}{% endfor %}\n",
  'templates/fixed.j2': `{{ x.stdout }} {{ lookup('file', '${SECRET}') }} {{ lookup('env', 'HOME') }}\n`,
  'vars/red.yml': 'colour: red\n',
  'tasks/red.yml': '- say: red tasks\n',
  'roles/red/tasks/main.yml': '- say: red role\n',
  'group_vars/web.yml': 'colour: web\n',
};

const play = (task: string, vars = '') => `
- hosts: a
  vars: { own: '${SECRET}', name: "{{ x.stdout }}"${vars} }
  tasks:
    - act: ask
      register: x
    - ${task}
    - say: "{{ colour | default('none') }}"
`;

/** What the second task comes to once the host has answered: what its modules want, or what is wrong. */
function answered(task: string, stdout: string, vars = ''): unknown {
  const [, second] = tasksOf(play(task, vars), 'a', { files: FILES, env: { HOME: '/home/op' } });
  return settled(second, { x: { stdout, lines: [stdout], rc: 0 } })[0];
}

function settled(task: HostTask | undefined, values: Readonly<Record<string, unknown>>): unknown[] {
  if (task?.kind !== 'pending') throw new Error(`${task?.kind} instead of pending`);
  try {
    const found = leavesOf(task.settle(values)).filter(
      (one) => !('module' in one) || one.module !== 'include_tasks',
    );
    return desired(found);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, detail }) => (code === 'bad-expression' ? detail : code));
  }
}

const IN_PROJECT: readonly [task: string, answer: string, expected: unknown][] = [
  [`say: "{{ lookup('file', x.stdout ~ '.pub') }}"`, 'red', 'red key'],
  [`say: "{{ lookup('file', 'keys/' ~ name ~ '.pub') }}"`, 'red', 'red key below keys'],
  [`say: "{{ lookup('file', playbook_dir ~ '/files/' ~ name ~ '.pub') }}"`, 'red', 'red key'],
  [`say: "{{ lookup('template', x.stdout ~ '.j2') }}"`, 'red', 'red template\n'],
  [`{ say: "{{ item }}", with_file: "{{ x.stdout }}.pub" }`, 'red', 'red key'],
  [
    `{ say: "{{ colour }}", vars: { colour: "{{ lookup('file', item) }}" }, loop: "{{ x.lines }}" }`,
    'red.pub',
    'red key',
  ],
  [`render: { template: "{{ name }}.j2" }`, 'red', { text: 'red template\n' }],
  ['include_tasks: "tasks/{{ x.stdout }}.yml"', 'red', 'red tasks'],
  ['include_role: { name: "{{ x.stdout }}" }', 'red', 'red role'],
  ['include_vars: "{{ x.stdout }}.yml"', 'red', { variables: { colour: 'red' } }],
];

it.each(IN_PROJECT)('%s opens what it names in the project: %s', (task, answer, expected) => {
  expect(answered(task, answer)).toEqual(expected);
});

/** What opens a file by a name that is what the host answered. */
const OPENS: readonly string[] = [
  'say: "{{ lookup(\'file\', x.stdout) }}"',
  'say: "{{ lookup(\'file\', name) }}"',
  'say: "{{ lookup(\'file\', vars_of) }}"',
  'say: "{{ query(\'file\', x.lines) }}"',
  `say: "{{ lookup('file', lookup('vars', 'na' ~ 'me')) }}"`,
  `say: "{{ lookup('file', lookup('vars', 'x').stdout) }}"`,
  `say: "{{ lookup('file', q('ansible.builtin.vars', 'name')[0]) }}"`,
  `say: "{{ ['a'] | map('upper') | list + [lookup('file', x.stdout)] }}"`,
  `say: "{{ lookup('template', name) }}"`,
  `say: "{{ lookup('csvfile', 'a file=' ~ name) }}"`,
  `say: "{{ lookup('first_found', [name, 'red.pub']) }}"`,
  `say: "{{ lookup('fileglob', name ~ '*') }}"`,
  `{ say: "{{ item }}", with_file: "{{ x.stdout }}" }`,
  `{ say: "{{ item }}", with_fileglob: "{{ x.stdout }}" }`,
  `{ say: "{{ lookup('file', item) }}", loop: "{{ x.lines }}" }`,
  `{ say: "{{ colour }}", vars: { colour: "{{ lookup('file', item) }}" }, loop: "{{ x.lines }}" }`,
  `say: "{% for one in x.lines %}{{ lookup('file', one) }}{% endfor %}"`,
  'render: { template: reads.j2 }',
  'render: { template: loops.j2 }',
  `say: "{{ lookup('template', 'reads.j2', template_vars={'name': x.stdout}) }}"`,
  'render: { template: "{{ x.stdout }}" }',
  'include_tasks: "{{ x.stdout }}"',
  '{ include_tasks: "{{ item }}", loop: "{{ x.lines }}" }',
  'include_role: { name: "{{ x.stdout }}" }',
  'include_vars: "{{ x.stdout }}"',
  'include_vars: { dir: "{{ x.stdout }}" }',
];

it.each(OPENS)('%s opens no file of the operator', (task) => {
  for (const name of [SECRET, `../../../../../../../..${SECRET}`, `keys/../../../..${SECRET}`]) {
    const found = answered(task, name, `, vars_of: "{{ name }}"`);
    expect(JSON.stringify(found)).toMatch(/answered-path|What a host answered is in the name/);
    expect(JSON.stringify(found)).not.toContain('of the operator');
  }
});

it.each(['.vault_pass', 'keys/../.vault_pass', 'keys/../red.pub', '../.git/config'])(
  'nor %s, which is hidden or not where it seems to be',
  (name) => {
    expect(answered(`say: "{{ lookup('file', x.stdout) }}"`, name)).toContain('What a host answered is in');
    expect(answered('render: { template: "{{ x.stdout }}" }', name)).toBe('answered-path');
  },
);

it('what is set once a host has answered counts as its answer', () => {
  const files = {
    ...FILES,
    'tasks/set.yml': `- set_fact: { path: "{{ x.stdout }}" }\n- say: "{{ lookup('file', path) }}"\n`,
  };
  const [, second] = tasksOf(play('{ include_tasks: tasks/set.yml, when: x.rc == 0 }'), 'a', { files });
  expect(JSON.stringify(settled(second, { x: { stdout: SECRET, rc: 0 } }))).not.toContain('of the operator');
});

it.each([
  ['say: "{{ lookup(\'env\', x.stdout) }}"', 'no host reads the environment of the controller'],
  ['say: "{{ lookup(x.stdout, \'HOME\') }}"', 'no host reads the environment of the controller'],
])('%s reads no environment', (task, why) => {
  expect(answered(task, task.includes("'HOME'") ? 'env' : 'HOME')).toContain(why);
});

it('what the author names is opened wherever it is, whatever else a host answered', () => {
  const both = `of the operator`;
  expect(answered(`say: "{{ x.stdout }} {{ lookup('file', '${SECRET}') }}"`, 'a')).toBe(`a ${both}`);
  expect(answered(`say: "{{ x.stdout ~ lookup('file', own) }}"`, 'a')).toBe(`a${both}`);
  expect(answered(`{ say: "{{ lookup('file', own) }}", when: x.rc == 0 }`, 'a')).toBe(both);
  expect(answered(`say: "{{ x.stdout }} {{ lookup('env', 'HOME') }}"`, 'a')).toBe('a /home/op');
  expect(answered('render: { template: fixed.j2 }', 'a')).toEqual({ text: `a ${both} /home/op\n` });
  expect(answered(`{ say: "{{ item }} {{ x.stdout }}", with_file: "{{ own }}" }`, 'a')).toBe(`${both} a`);
});

it.each([
  ['collected', 'red'],
  ['collected/{{ x.stdout }}', 'red'],
  ['/srv/{{ name }}/all', 'red'],
  ['{{ playbook_dir }}/{{ x.stdout }}', 'red'],
])('fetch writes to %s', (dest, answer) => {
  const task = `fetch: { src: "/etc/{{ x.stdout }}", dest: "${dest}" }`;
  expect(answered(task, answer)).toMatchObject({ src: '/etc/red' });
});

it.each([
  ['collected/{{ x.stdout }}', '../../.ssh'],
  ['collected/{{ name }}', '/../../.ssh/authorized_keys'],
  ['{{ x.stdout }}', '/root/.ssh/authorized_keys'],
  ['{{ x.stdout }}', 'play.yaml'],
  ['{{ name }}/x', '/root'],
])('fetch does not write to %s where a host answered %s', (dest, answer) => {
  expect(answered(`fetch: { src: /etc/motd, dest: "${dest}", flat: true }`, answer)).toBe('answered-path');
});

it('what another host answered counts as well', async () => {
  const text = `
- hosts: a
  tasks: [{ act: ask, register: x }]
- hosts: b
  tasks: [{ say: "{{ lookup('file', hostvars.a.x.stdout, errors='ignore') }}|{{ lookup('file', hostvars.a.x.own) }}" }]
`;
  const found = await saidByAll(text, { x: { stdout: SECRET, own: 'red.pub' } }, { files: FILES });
  expect(found.b).toEqual(['|red key']);
});

it('copy takes a folder that the author names, and none of the operator that a host names', () => {
  const files = [{ path: '/etc/red/a', content: 'of the operator\n' }];
  const own = answered(`copy: { src: "${FOLDER}/", dest: "/etc/{{ x.stdout }}" }`, 'red');
  expect(own).toMatchObject({ tree: { path: '/etc/red', files } });
  expect(answered('copy: { src: "{{ x.stdout }}/", dest: /etc/x }', FOLDER)).toBe('answered-path');
  expect(answered('copy: { src: "{{ x.stdout }}", dest: /etc/x }', SECRET)).toBe('answered-path');
  const ours = answered('copy: { src: "{{ x.stdout }}/", dest: /etc/x }', 'keys');
  expect(ours).toMatchObject({
    tree: { files: [{ path: '/etc/x/red.pub', content: 'red key below keys\n' }] },
  });
});
