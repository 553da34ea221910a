import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import type { ResolvedPlay } from '../../src/playbook/resolve/resolved-play.ts';
import { project } from '../commands/project.ts';
import { brief, resolved, tasksOf } from './project.ts';

function play(text: string, hosts = 'all'): ResolvedPlay {
  const { plays, problems } = resolved(`- hosts: ${hosts}\n${text}  tasks: [{ say: x }]\n`);
  expect(brief(problems)).toEqual([]);
  return plays[0] as ResolvedPlay;
}

function problems(text: string): string[] {
  return brief(resolved(`- hosts: all\n${text}  tasks: [{ say: x }]\n`).problems);
}

it.each([
  ['', [['c', 'a', 'b']]],
  ['  order: inventory\n', [['c', 'a', 'b']]],
  ['  order: reverse_inventory\n', [['b', 'a', 'c']]],
  ['  order: sorted\n', [['a', 'b', 'c']]],
  ['  order: reverse_sorted\n  serial: 2\n', [['c', 'b'], ['a']]],
])('%j', (text, batches) => {
  expect(play(text).batches).toEqual(batches);
});

it('an order that comes out differently each time is refused', () => {
  expect(problems('  order: shuffle\n')).toEqual([expect.stringContaining('invalid-key')]);
});

it.each([
  ['', { canaries: [] }],
  ['  canary: b\n', { canaries: ['b'] }],
  ['  canary: [b, c]\n', { canaries: ['b', 'c'] }],
  ['  vars: { first: c }\n  canary: "{{ first }}"\n', { canaries: ['c'] }],
  ['  canary: web:!a\n', { canaries: ['b'] }],
  ['  serial: 1\n', undefined],
  ['  rollout: all-at-once\n', undefined],
])('%j comes in waves: %j', (text, expected) => {
  expect(play(text).inWaves).toEqual(expected);
});

it('a canary that the inventory does not have is an error', () => {
  expect(problems('  canary: nobody\n')).toEqual([expect.stringContaining('unmatched-pattern')]);
});

it('tasks of verify are those of each host, and see what the play registers', () => {
  const { gates, hosts } = play(
    `  soak: 90s
  verify:
    - act: "{{ inventory_hostname }}"
      changed_when: false
    - { act: "{{ x.out }}", changed_when: no }
  pre_tasks: [{ act: ask, register: x }]
`,
  );
  expect(gates).toEqual({ soak: 90_000 });
  expect(hosts.get('b')?.verify).toMatchObject([
    { kind: 'task', module: 'act', desired: { words: ['b'] } },
    { kind: 'pending', needs: ['x'] },
  ]);
  expect(hosts.get('b')?.tasks).toHaveLength(3);
});

it('without any of them nothing is asked but what always is', () => {
  expect(play('').gates).toBeUndefined();
  expect(play('').hosts.get('a')).not.toHaveProperty('verify');
});

it.each([
  ['{ link: { name: br0 } }', 'verify-writes'],
  ['{ act: x }', 'verify-writes'],
  ['{ act: x, changed_when: inventory_hostname == "a" }', 'verify-writes'],
  ['{ meta: end_play }', 'verify-writes'],
  ['{ block: [{ act: x }] }', 'verify-writes'],
  ['{ nothing: x }', 'unknown-module'],
])('verify with %s is refused', (task, code) => {
  expect(problems(`  verify: [${task}]\n`)).toEqual([expect.stringContaining(code)]);
});

it.each([
  ['{ uri: { url: "http://a/", method: POST }, changed_when: false }', ['verify-writes']],
  ['{ uri: { url: "http://a/", method: HEAD } }', []],
  ['{ tempfile: {}, changed_when: false }', ['verify-writes']],
  ['{ command: "true", changed_when: false }', []],
])('whether verify with %s is refused: %j', (task, codes) => {
  const folder = project({ 'site.yaml': `- hosts: all\n  verify: [${task}]\n  tasks: []\n` });
  const found = loadPlaybook(join(folder, 'site.yaml')).problems;
  expect(found.map(({ code }) => code)).toEqual(codes);
});

it('a length of time has a unit', () => {
  expect(problems('  soak: 5\n')).toEqual([expect.stringContaining('invalid-key')]);
  for (const soak of ['soon', '30d'])
    expect(problems(`  soak: ${soak}\n`)).toEqual([expect.stringContaining('invalid-key')]);
});

it.each([
  ['  pause: true\n', { pause: {} }],
  ['  pause: Look at it.\n  pause_timeout: 30m\n', { pause: { text: 'Look at it.', timeout: 1_800_000 } }],
])('%j', (text, gates) => {
  expect(play(text).gates).toEqual(gates);
});

it('pause_timeout without pause is an error', () => {
  expect(problems('  pause_timeout: 30m\n')).toEqual([expect.stringContaining('no-pause')]);
});

it('throttle is that of the task, the block or the play; strategy: linear goes in step', () => {
  const text = `- hosts: a
  strategy: linear
  throttle: 3
  vars: { few: 2 }
  tasks:
    - say: 1
    - { say: 2, throttle: "{{ few }}" }
    - block: [{ say: 3 }]
      throttle: 1
    - { say: 4, throttle: 0 }
`;
  const { plays, problems: found } = resolved(text);
  expect(brief(found)).toEqual([]);
  expect(plays[0]?.isLinear).toBe(true);
  const throttles = tasksOf(text, 'a').map((task) => ('throttle' in task ? task.throttle : undefined));
  expect(throttles).toEqual([3, 2, 1, undefined]);
  expect(play('  strategy: free\n')).not.toHaveProperty('isLinear');
});
