import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';
import { saidByAll } from './said.ts';

const HOSTS = 'c\n[web]\na\nb\n[web:vars]\nport=80\nurl={{ inventory_hostname }}:{{ port }}\n';

it('variables of another host are known before any host is contacted', () => {
  const tasks = tasksOf(
    '- hosts: a\n  vars: {port: 9}\n  tasks:\n    - say: \'{{ hostvars.b.url }} {{ hostvars["b"].port + 1 }}\'\n',
    'a',
    { hosts: HOSTS },
  );
  expect(desired(tasks)).toEqual(['b:80 81']);
});

it('they may use lookups, variables of others and names with dots', () => {
  const tasks = tasksOf(
    "- hosts: a\n  tasks:\n    - say: \"{{ ['b.x', 'a'] | map('extract', hostvars, 'key') | join(' ') }}\"\n",
    'a',
    {
      hosts: "a key=2\nb.x key=\"{{ lookup('file', 'key.txt') ~ hostvars.a.key }}\"\n",
      files: { 'key.txt': 'ssh' },
    },
  );
  expect(desired(tasks)).toEqual(['ssh2 2']);
});

it('-e wins over them, and a name that nothing sets is missing at once', () => {
  const { problems, plays } = resolved(
    "- hosts: a\n  tasks:\n    - say: '{{ hostvars.b.port }}'\n    - say: '{{ hostvars.b.prot }}'\n",
    { hosts: HOSTS, extraVars: { port: { value: 7 } } },
  );
  expect(brief(problems).map((line) => line.split(' ').slice(0, 2))).toEqual([['undefined-field', '4:27']]);
  expect(desired(plays[0]?.hosts.get('a')?.tasks ?? [])).toEqual([7]);
});

it('what other hosts registered or set is waited for', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - act: slow
      register: x
      when: inventory_hostname == 'b'
    - act: slow
      register: z
    - set_fact: { y: "{{ z.said }}" }
    - say: "{{ groups.web | map('extract', hostvars, 'y') | join(' ') }} {{ hostvars.b.x.said }}"
`,
    { z: (host) => ({ said: `${host}!` }), x: { said: 'hi' } },
  );
  expect(found).toEqual({
    a: ["skipped: the condition is false: inventory_hostname == 'b'", 'a! b! hi'],
    b: ['a! b! hi'],
  });
});

it('facts of others are read where they are asked for, also in an earlier play', async () => {
  const found = await saidByAll(
    `
- hosts: web
  tasks: [{ say: first }]
- hosts: a
  gather_facts: false
  tasks:
    - say: "{{ hostvars.b.ansible_hostname }} {{ hostvars.b.ansible_facts.hostname }}"
`,
    { setup: (host) => ({ ansible_facts: { ansible_hostname: `${host}.local` } }) },
  );
  expect(found).toEqual({
    a: ['ok: setup', 'first', 'b.local b.local'],
    b: ['ok: setup', 'first'],
  });
});

it('a host that fails keeps nobody waiting, and what it did not set is missing', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - act: slow
      register: x
    - set_fact: { y: "{{ x.said }}" }
    - say: "{{ hostvars.b.y | default('nothing') }}"
`,
    { x: (host) => ({ said: host, failed: host === 'b' }) },
  );
  expect(found.a).toEqual(['nothing']);
});

it('in a forecast only a real run tells what another host will answer', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - act: slow
      register: x
    - say: "{{ hostvars.b.x.said }}"
`,
    { x: 'unknown' },
    { isForecast: true },
  );
  expect(found.a).toEqual(['skipped: only a real run tells what hostvars will be']);
});

it('one that rests on a variable that is not there is missed only by who asks for it', () => {
  const hosts = 'a size=2 broken={{ nope }}\nb\n';
  const play = (text: string) =>
    `- hosts: b\n  vars: { host: "{{ hostvars.a }}" }\n  tasks:\n    - say: ${text}\n`;
  expect(desired(tasksOf(play('"{{ host.size }}"'), 'b', { hosts }))).toEqual([2]);
  expect(brief(resolved(play('"{{ host.broken }}"'), { hosts }).problems)).toEqual([
    expect.stringContaining('undefined-field 4:21'),
  ]);
});

it('as a whole they wait for what tasks register', async () => {
  const play = `- hosts: a
  tasks:
    - act: ask
      register: x
- hosts: b
  vars: { host: "{{ hostvars.a }}" }
  tasks:
    - say: "{{ host.x.said }} {{ host.size }}"
`;
  const found = await saidByAll(play, { x: { said: 'yes' } }, { hosts: 'a size=2\nb\n' });
  expect(found.b).toEqual(['yes 2']);
});
