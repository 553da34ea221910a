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

test('the items of a loop are one task, and a role that is included is none', () => {
  const right: RecordedTask[] = [
    recorded('include_role : role', 'ok', 'include_role'),
    {
      ...recorded('role : Files', 'changed'),
      items: [
        { status: 'ok', item: 'a' },
        { status: 'changed', item: 'b' },
      ],
    },
    recorded('End', 'ok'),
  ];
  const found = [
    reported('role : Files (item=a)', 'ok', 3),
    reported('role : Files (item=b)', 'changed', 3),
    reported('End', 'ok', 9),
  ];
  expect(taskFaults('one', right, found)).toEqual([]);
  expect(taskFaults('one', right, found.toSpliced(0, 1))).toEqual([
    'task 1 of one: "role : Files" has no item "a"',
  ]);
});

test('another status, a task that is missing and one that Ansible does not have are faults', () => {
  const right = [recorded('First', 'ok'), recorded('Second', 'skipped')];
  expect(taskFaults('one', right, [reported('First', 'changed', 1)])).toEqual([
    'task 1 of one: Ansible has "First" ok, here is "First" changed',
    'task 2 of one: Ansible has "Second" skipped, here is nothing',
  ]);
  expect(taskFaults('one', [], [reported('First', 'ok', 1)])).toEqual([
    'task 1 of one: "First" ok is not among the tasks of Ansible',
  ]);
});

test('what debug shows is compared; a number may be a text', () => {
  const right = [{ ...recorded('Show', 'ok'), output: { msg: { size: '64', names: ['a'] } } }];
  const shows = (message: string) => [{ ...reported('Show', 'ok', 1), message }];
  expect(taskFaults('one', right, shows('{"size": 64, "names": ["a"]}'))).toEqual([]);
  expect(taskFaults('one', right, shows('{"size": 65, "names": ["a"]}'))).toEqual([
    'task 1 of one: "Show" shows {"size":65,"names":["a"]}, not {"size":"64","names":["a"]}',
  ]);
});
