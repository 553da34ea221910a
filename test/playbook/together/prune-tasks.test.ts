import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { loadPlaybook } from '../../../src/playbook/read/load.ts';
import { type ResolveOptions, resolvePlays } from '../../../src/playbook/resolve/resolve.ts';
import type { ResolvedTask } from '../../../src/playbook/resolve/resolved-play.ts';
import { folder } from '../../inventory/folder.ts';
import { brief } from '../project.ts';

const net = (name: string, more = '') => `\n    - { name: ${name}, network: { name: ${name} }${more} }`;
const play = (tasks: string, keys = '') => `\n- hosts: web\n  prune: owned${keys}\n  tasks:${tasks}`;

describe('a play that prunes', () => {
  it('ends with a task that knows what all plays describe on the host', () => {
    const others = `\n- hosts: a\n  handlers:${net('handled')}\n  tasks:${net('other')}`;
    const { ends } = resolved(play(`${net('one')}${net('gone')}`, '\n  max_delete: 3') + others);
    expect(ends('a')).toEqual({
      playbook: 'site.yaml',
      described: ['one', 'gone', 'other', 'handled'],
      maxDelete: 3,
    });
    expect(ends('b')).toMatchObject({ described: ['one', 'gone'] });
  });

  it('stamps its networks, and no other play does', () => {
    const { plays } = resolved(`${play(net('one'))}\n- hosts: a\n  tasks:${net('two')}`);
    const [[one], [two]] = plays.map(({ hosts }) => hosts.get('a')?.tasks ?? []) as [
      ResolvedTask[],
      ResolvedTask[],
    ];
    expect(one?.desired).toMatchObject({
      stamp: { playbook: 'site.yaml', task: 'one', hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(two?.desired).not.toHaveProperty('stamp');
  });

  it('consents and becomes as its tasks do', () => {
    const { plays } = resolved(play(net('one'), '\n  disruption: link\n  become: true'));
    expect(plays[0]?.hosts.get('a')?.tasks.at(-1)).toMatchObject({ consent: 'link', become: true });
  });
});

describe('nothing is pruned where', () => {
  const cases: [string, string, Partial<ResolveOptions>, string, number][] = [
    [
      'a host is left out',
      play(net('one')),
      { limit: 'a' },
      '--limit leaves out hosts of the play: 1 of 2',
      0,
    ],
    [
      'a task is left out',
      play(net('one', ', tags: x') + net('two')),
      { tags: ['x'] },
      'tags or --start-at-task leave out tasks of the play: 1 of 2',
      0,
    ],
    [
      'a task is skipped',
      play(`${net('one')}\n    - { name: a, debug: { msg: a }, when: 1 > 2 }`),
      {},
      'task "a" is skipped: the condition is false: 1 > 2',
      1,
    ],
    [
      'an item of a loop is skipped',
      play(`\n    - { network: { name: "{{ item }}" }, loop: [n1, n2], when: item == 'n1' }`),
      {},
      `task "network (item=n2)" is skipped: the condition is false: item == 'n1'`,
      1,
    ],
    [
      'a loop has no items',
      `${play('\n    - { network: { name: "{{ item }}" }, loop: "{{ nobody }}" }')}\n  vars: { nobody: [] }`,
      {},
      'task "network" is skipped: its loop goes through nothing',
      1,
    ],
    [
      'a task waits',
      play(`\n    - { command: { argv: [id] }, register: x }${net('one', ', when: x.rc == 0')}`),
      {},
      'what task "one" wants is known only while it runs',
      1,
    ],
    [
      'another play has a network that waits',
      `${play(net('one'))}\n- hosts: a\n  tasks:\n    - { debug: { msg: x }, when: false }${net('two', ', when: false')}`,
      {},
      'task "two" is skipped: the condition is false: false',
      1,
    ],
  ];
  it.for(cases)('%s', ([, playbook, options, reason, warned]) => {
    const { ends, warnings } = resolved(playbook, options);
    expect(ends('a')).toBe(reason);
    expect(warnings.filter(({ code }) => code === 'not-pruned')).toHaveLength(warned);
  });
});

it('what a play of a group that is made meanwhile describes is not known, and it cannot prune itself', () => {
  const made = '\n- hosts: [a, b]\n  tasks: [{ group_by: { key: made } }]';
  const { ends } = resolved(`${play(net('one'))}${made}\n- hosts: made\n  tasks:${net('two')}`);
  expect(ends('a')).toBe('what task "hosts" wants is known only while it runs');
  const root = project({ 'site.yaml': `${made}\n- hosts: made\n  prune: owned\n  tasks:${net('two')}` });
  const { playbook } = loadPlaybook(join(root, 'site.yaml'));
  expect(brief(resolvePlays([playbook], optionsOf(root)).problems)).toEqual([
    'late-prune 4:3 Put `prune: owned` on a play whose hosts are in the inventory.',
  ]);
});

it('what another playbook leaves out is of no concern', () => {
  const root = project({
    'site.yaml': play(net('one')),
    'other.yaml': `\n- hosts: a\n  tasks:${net('two', ', when: false')}`,
  });
  const playbooks = ['site.yaml', 'other.yaml'].map((name) => loadPlaybook(join(root, name)).playbook);
  const { plays } = resolvePlays(playbooks, optionsOf(root));
  expect(plays[0]?.hosts.get('a')?.tasks.at(-1)).toMatchObject({ kind: 'task', name: 'prune: owned' });
});

it('max_delete is of use with prune only, and prune is owned', () => {
  const load = (text: string) =>
    brief(loadPlaybook(join(project({ 'site.yaml': text }), 'site.yaml')).problems);
  expect(load('- hosts: a\n  max_delete: 2')).toEqual(['no-prune 2:3 Add `prune: owned`, or remove it.']);
  expect(load('- hosts: a\n  prune: all')).toEqual([expect.stringMatching(/^invalid-key 2:10/)]);
});

function project(files: Record<string, string>): string {
  return folder({ hosts: 'c\n[web]\na\nb\n', ...files });
}

function optionsOf(root: string): ResolveOptions {
  const { inventory } = loadInventory([join(root, 'hosts')]);
  return { inventory, tags: [], skipTags: [], extraVars: {}, templateFolders: ['templates'] };
}

function resolved(text: string, options: Partial<ResolveOptions> = {}) {
  const root = project({ 'site.yaml': text });
  const { playbook, problems } = loadPlaybook(join(root, 'site.yaml'));
  const { plays, ...found } = resolvePlays([playbook], { ...optionsOf(root), ...options });
  expect(brief([...problems, ...found.problems])).toEqual([]);
  /** What the last task of the first play wants, without the project, or why it is skipped. */
  const ends = (host: string) => {
    const last = plays[0]?.hosts.get(host)?.tasks.at(-1);
    if (last?.kind === 'skipped') return last.reason;
    if (last?.kind !== 'task' || last.name !== 'prune: owned') throw new Error('it does not prune');
    const { project: _, ...desired } = last.desired as { project: string };
    return desired;
  };
  return { plays, ends, warnings: found.warnings };
}
