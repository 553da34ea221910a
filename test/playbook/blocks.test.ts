import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';
import { said } from './said.ts';

const play = (tasks: string, rest = '') => `- hosts: a\n${rest}  tasks:\n${tasks}`;
const BLOCK = `    - name: B
      block:
        - { say: one }
        - { say: two, register: fails }
        - { say: three }
      rescue:
        - { say: "rescued {{ ansible_failed_task.name }}" }
      always:
        - { say: always }
    - { say: after }
`;

it('the tasks of a block come one after the other, then `always`; `rescue` is left out', async () => {
  expect(await said(play(BLOCK))).toEqual(['one', 'two', 'three', 'always', 'after']);
});

it('a failure ends the block and calls `rescue`; the play goes on', async () => {
  expect(await said(play(BLOCK), { fails: { failed: true } })).toEqual([
    'one',
    'two',
    'failed (rescued): undefined',
    'not-started: Task "say" failed on this host.',
    'rescued say',
    'always',
    'after',
  ]);
});

it('without `rescue` a failure ends the play behind `always`', async () => {
  const tasks = `    - block: [{ say: one, register: fails }]\n      always: [{ say: always }]\n    - { say: after }\n`;
  expect(await said(play(tasks), { fails: { failed: true } })).toEqual([
    'one',
    'failed: undefined',
    'always',
    'not-started: Task "say" failed on this host.',
  ]);
});

it('a failure in `rescue` is met by the block around it', async () => {
  const tasks = `    - block:
        - block: [{ say: one, register: fails }]
          rescue: [{ say: two, register: fails }]
      rescue: [{ say: outer }]
`;
  expect(await said(play(tasks), { fails: { failed: true } })).toEqual([
    'one',
    'failed (rescued): undefined',
    'two',
    'failed (rescued): undefined',
    'outer',
  ]);
});

it('tasks take over the conditions, tags and variables of the blocks around them', async () => {
  const tasks = `    - when: x == 'outer'
      vars: { x: outer, y: outer }
      tags: t
      block:
        - { say: "{{ x }} {{ y }}", vars: { y: inner }, when: y == 'inner' }
        - { say: never, when: y == 'inner' }
`;
  expect(await said(play(tasks))).toEqual(['outer inner', "skipped: the condition is false: y == 'inner'"]);
  const { plays } = resolved(play(tasks), { tags: ['t'] });
  expect(plays[0]?.hosts.get('a')?.tasks).toMatchObject([{ kind: 'block', tasks: [{}, {}] }]);
  expect(resolved(play(tasks), { skipTags: ['t'] }).plays[0]?.hosts.get('a')?.tasks).toEqual([]);
});

it('what a block that failed has set is known to what runs behind it', async () => {
  const tasks = `    - block:
        - { set_fact: { x: set } }
        - { say: one, register: fails }
        - { set_fact: { x: never } }
      rescue: [{ say: "{{ x }}" }]
    - { say: "{{ x }}" }
`;
  const found = await said(play(tasks, '  vars: { x: play }\n'), { fails: { failed: true } });
  expect(found.filter((one) => !String(one).includes(': '))).toEqual(['one', 'set', 'set']);
});

it('`meta` runs handlers and ends the play for a host', async () => {
  const tasks = `    - { say: one, notify: h }
    - meta: flush_handlers
    - { say: two, notify: h }
    - { meta: end_host, when: inventory_hostname == 'a' }
    - { say: three }
`;
  expect(await said(play(tasks, '  handlers: [{ name: h, say: handled }]\n'))).toEqual([
    'one',
    'handled',
    'two',
  ]);
});

it('mistakes in a block stand where they are written', () => {
  const tasks = '    - block:\n        - { sya: x }\n      rescu: []\n';
  expect(brief(resolved(play(tasks)).problems)).toEqual([
    'unknown-module 4:13 Did you mean `say`?',
    'unknown-key 5:7 Did you mean `rescue`?',
  ]);
});
