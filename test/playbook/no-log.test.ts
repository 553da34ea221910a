import { expect, it } from 'vitest';
import { tasksOf } from './project.ts';

it('a name says nothing of the items of a task that hides what it does', () => {
  const names = (noLog: string) =>
    tasksOf(`
- hosts: a
  vars: { site: north }
  tasks:
    - { name: "set {{ item }} of {{ site }}", say: "{{ item }}", loop: [secret], no_log: ${noLog} }
`).map((task) => 'name' in task && task.name);
  expect(names('true')).toEqual(['set {{ item }} of {{ site }} (item=********)']);
  expect(names('false')).toEqual(['set secret of north (item=secret)']);
});
