import { expect, test } from 'vitest';
import type { RecordedTask } from './case.ts';
import { taskFaults } from './tasks.ts';

const recorded = (task: string, status: RecordedTask['status'], module = 'debug'): RecordedTask => ({
  play: 'Play',
  task,
  module,
  status,
});
const reported = (task: string, status: string, line: number) => ({
  host: 'one',
  play: 'Play',
  task,
  status,
  place: { file: 'tasks.yml', line },
});

test('the items of a loop are one task, and tasks that only lead to others are none', () => {
  const right = [
    recorded('Gathering Facts', 'ok', 'gather_facts'),
    recorded('role : Files', 'changed'),
    recorded('End', 'ok'),
  ];
  const found = [
    reported('Files (item=a)', 'ok', 3),
    reported('Files (item=b)', 'changed', 3),
    reported('End', 'ok', 9),
  ];
  expect(taskFaults('one', right, found)).toEqual([]);
});

test('another status, a task that is missing and one that Ansible does not have are faults', () => {
  const right = [recorded('First', 'ok'), recorded('Second', 'skipped')];
  expect(taskFaults('one', right, [reported('First', 'changed', 1)])).toEqual([
    'task 1 of one: Ansible has "First" ok, here is "First" changed',
  ]);
  expect(taskFaults('one', right, [reported('First', 'ok', 1)])).toEqual([
    'task 2 of one: Ansible has "Second" skipped, here is nothing',
  ]);
  expect(taskFaults('one', [], [reported('First', 'ok', 1)])).toEqual([
    'one: "First" ok is not among the tasks of Ansible',
  ]);
});
