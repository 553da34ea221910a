import { expect, it } from 'vitest';
import { MODULES } from '../../src/modules/index.ts';
import { brief, resolved, tasksOf } from './project.ts';
import { said } from './said.ts';

const problems = (task: string) => brief(resolved(`- hosts: a\n  tasks:\n    - ${task}\n`).problems);

it('a task that is waited for may say async; one that is left running may not', () => {
  expect(problems('{ act: make, async: 600, poll: 5 }')).toEqual([]);
  expect(problems('{ act: make, async: "{{ 5 }}" }')).toEqual([]);
  expect(problems('{ act: make, async: 600, poll: 0 }')).toEqual(['invalid-key 3:38']);
});

it('a handler that includes tasks may listen', async () => {
  const play = `- hosts: a
  tasks:
    - { say: first, changed_when: true, notify: all is new }
  handlers:
    - { name: more, include_tasks: more.yml, listen: all is new }
`;
  expect(await said(play, {}, { 'more.yml': '- say: more\n' })).toEqual([
    'first',
    'included: more.yml',
    'more',
  ]);
});

it('a test that is written as a filter, and a filter of a plugin in Python, say what to write', () => {
  expect(problems('say: "{{ x | failed }}"')).toEqual([
    'bad-expression 3:20 It is a test: write `is failed`, without the bar.',
  ]);
  expect(problems('say: "{{ 1 | debops.debops.parse }}"')).toEqual([
    'bad-expression 3:20 Plugins in Python are not read: write it with the filters that `virtfleet functions` lists.',
  ]);
});

it('a debug for a higher verbosity is skipped', () => {
  const tasks = (text: string) =>
    tasksOf(`- hosts: a\n  tasks:\n    - debug: { msg: x${text} }\n`, 'a', { modules: MODULES });
  expect(tasks(', verbosity: 2')).toMatchObject([{ kind: 'skipped', reason: 'its verbosity is above 0' }]);
  expect(tasks('')).toMatchObject([{ kind: 'task' }]);
});

it('what is wrong with a handler matters where something may notify it', () => {
  const play = (notify: string) =>
    `- hosts: a\n  tasks:\n    - { say: x, tags: t, changed_when: true, notify: ${notify} }\n  handlers:\n    - { name: h, say: "{{ nope }}" }\n    - { name: other, say: x }\n`;
  const of = (notify: string, options = {}) => brief(resolved(play(notify), options).problems);
  expect(of('other')).toEqual([]);
  expect(of('h')).toEqual([expect.stringContaining('undefined-variable 5:')]);
  expect(of('h', { skipTags: ['t'] })).toEqual([]);
});
