import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { folder } from '../inventory/folder.ts';
import { brief } from './project.ts';
import { said } from './said.ts';

const play = (own: string) => `- hosts: a
  gather_facts: no
${own}  pre_tasks: [{ act: x, notify: first }]
  tasks:
    - { act: y, notify: second }
    - { say: fails, register: fails }
    - { say: not reached }
  post_tasks: [{ say: post }]
  handlers:
    - { name: first, say: first }
    - { name: second, say: second }
`;
const FAILS = { fails: { failed: true } };
const NOT_STARTED = 'not-started: Task "say" failed on this host.';

it('handlers that were notified run on a host that failed, before the rest is left out', async () => {
  expect(await said(play('  force_handlers: yes\n'), FAILS)).toEqual([
    'first',
    'fails',
    'failed: undefined',
    NOT_STARTED,
    'second',
    NOT_STARTED,
  ]);
});

it('without the word they do not', async () => {
  expect(await said(play(''), FAILS)).toEqual([
    'first',
    'fails',
    'failed: undefined',
    NOT_STARTED,
    NOT_STARTED,
    NOT_STARTED,
  ]);
});

it('where nothing fails both are the same, and facts stay known', async () => {
  const tasks = `- hosts: a
  gather_facts: no
  OWN
  pre_tasks: [{ set_fact: { x: 1 }, notify: first }]
  tasks: [{ say: "{{ x }}" }]
  handlers: [{ name: first, say: first }]
`;
  const [forced, plain] = ['force_handlers: yes', 'force_handlers: no'].map((own) =>
    tasks.replace('OWN', own),
  );
  expect(await said(forced ?? '')).toEqual(await said(plain ?? ''));
});

it('a play without the word follows the command line', () => {
  const root = folder({
    'play.yaml':
      '- hosts: a\n  tasks: [{ debug: { msg: x } }]\n- hosts: a\n  force_handlers: no\n  tasks: [{ debug: { msg: x } }]\n',
  });
  const { playbook, problems } = loadPlaybook(join(root, 'play.yaml'), undefined, { forcesHandlers: true });
  expect(brief(problems)).toEqual([]);
  expect(playbook.plays.map(({ tasks }) => tasks.map(({ kind }) => kind))).toEqual([['block'], ['task']]);
});
