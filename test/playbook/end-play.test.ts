import { expect, it } from 'vitest';
import { saidByAll } from './said.ts';

const play = (when: string, serial = '') => `
- hosts: web
  gather_facts: false${serial}
  tasks:
    - act: ask
      register: x
      notify: never
    - say: before
    - meta: end_play
      when: ${when}
    - say: after
  handlers:
    - { name: never, say: handler }
- hosts: web
  gather_facts: false
  tasks: [{ say: next }]
`;

it('ends the play for all hosts as soon as one of them asks for it', async () => {
  expect(await saidByAll(play("inventory_hostname == 'b'"))).toEqual({
    a: ['before', 'next'],
    b: ['before', 'next'],
  });
});

it('also where only an answer tells', async () => {
  const found = await saidByAll(play('x.last'), { x: (host) => ({ last: host === 'a', changed: true }) });
  expect(found).toEqual({ a: ['before', 'next'], b: ['before', 'next'] });
});

it('and goes on where nobody asks for it', async () => {
  expect((await saidByAll(play('x.last'), { x: { last: false } })).a).toEqual([
    'before',
    'after',
    'handler',
    'next',
  ]);
});

it('later batches do not begin', async () => {
  const found = await saidByAll(play('true', '\n  serial: 1'));
  expect(found).toEqual({ a: ['before', 'next'], b: ['next'] });
});

it('the hosts of a play get fewer as they fail', async () => {
  const found = await saidByAll(
    `
- hosts: web
  gather_facts: false
  tasks:
    - say: "{{ ansible_play_hosts | join(' ') }}"
    - act: fail
      register: x
    - say: "{{ ansible_play_hosts | join(' ') }} of {{ ansible_play_hosts_all | join(' ') }}"
- hosts: web
  gather_facts: false
  tasks:
    - say: "{{ ansible_play_batch | join(' ') }} {{ play_hosts | join(' ') }}"
`,
    { x: (host) => ({ failed: host === 'b' }) },
  );
  expect(found.a).toEqual(['a b', 'a of a b', 'a a']);
});
