import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withTags } from './tagged.ts';

test('only the tasks with one of the tags stay, and no play without tasks', () => {
  const text = `
- hosts: all
  vars: { a: 1 }
  tasks:
    - { name: one, tags: [one], command: 'true' }
    - { name: two, tags: two, command: 'true' }
    - { name: none, command: 'true' }
- hosts: all
  tasks: [{ name: other, tags: [three], command: 'true' }]
- hosts: all
  tags: one
  tasks: [{ name: of the play, command: 'true' }]
`;
  expect(parse(withTags(text, ['one']))).toEqual([
    { hosts: 'all', vars: { a: 1 }, tasks: [{ name: 'one', tags: ['one'], command: 'true' }] },
    { hosts: 'all', tags: 'one', tasks: [{ name: 'of the play', command: 'true' }] },
  ]);
});
