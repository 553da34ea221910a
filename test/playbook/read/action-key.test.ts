import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from '../project.ts';

it.each([
  ['action: link name=br0 mtu=1400', { name: 'br0', mtu: 1400, state: 'present' }, undefined],
  ['action: { module: link, name: br0 }', { name: 'br0', state: 'present' }, undefined],
  [
    'local_action: { module: link, name: "{{ inventory_hostname }}" }',
    { name: 'a', state: 'present' },
    'localhost',
  ],
  ['local_action: say hello', 'hello', 'localhost'],
])('%s', (task, value, host) => {
  const tasks = tasksOf(`- hosts: a\n  tasks:\n    - ${task}\n`);
  expect(desired(tasks)).toEqual([value]);
  expect(tasks.map((one) => ('delegateTo' in one ? one.delegateTo : undefined))).toEqual([host]);
});

it('what is wrong in its arguments is found', () => {
  const { problems } = resolved(
    '- hosts: a\n  tasks:\n    - local_action: { module: link, nmae: x }\n    - action: 7\n',
  );
  expect(brief(problems).map((one) => one.split(' ')[0])).toEqual([
    'missing-argument',
    'unknown-argument',
    'unknown-module',
  ]);
});
