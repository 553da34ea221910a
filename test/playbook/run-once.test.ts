import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';
import { saidByAll } from './said.ts';

const PLAY = `
- hosts: web
  gather_facts: false
  tasks:
    - act: ask
      register: x
      run_once: true
    - set_fact: { y: "{{ inventory_hostname }}" }
      run_once: true
    - say: "{{ x.said }} {{ y }}"
`;

it('the first host does it, and all have what it registered and set', async () => {
  const found = await saidByAll(PLAY, { x: (host) => ({ said: `${host}!` }) });
  expect(found).toEqual({ a: ['a! a'], b: ['a! a'] });
});

it('another host does it when the first one failed before', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - act: fail
      register: early
    - act: ask
      register: x
      run_once: true
    - say: "{{ x.said }}"
`,
    { early: (host) => ({ failed: host === 'a' }), x: (host) => ({ said: `${host}!` }) },
  );
  expect(found.b).toEqual(['b!']);
});

it('its failure ends all hosts, unless it is ignored', async () => {
  const found = await saidByAll(PLAY, { x: { failed: true } });
  expect(found.b).toEqual(['not-started: Task "act", which runs once, failed on a.']);
});

it('a condition is that of the host that does it', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - act: ask
      register: x
      run_once: true
      when: inventory_hostname == 'b'
    - say: "{{ x is skipped }}"
`,
  );
  expect(found).toEqual({
    a: ["skipped: the condition is false: inventory_hostname == 'b'", true],
    b: [true],
  });
});

it('each batch has its first host', async () => {
  const found = await saidByAll(PLAY.replace('gather', 'serial: 1\n  gather'), {
    x: (host) => ({ said: host }),
  });
  expect(found).toEqual({ a: ['a a'], b: ['b b'] });
});

it('what is wrong in it is said once', () => {
  const { problems } = resolved(PLAY.replace('{{ inventory_hostname }}', '{{ nope }}'));
  expect(brief(problems)).toHaveLength(1);
  expect(problems[0]?.hosts).toEqual(['a']);
});
