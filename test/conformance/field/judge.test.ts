import { expect, test } from 'vitest';
import type { CommandStep } from './case.ts';
import { type Ended, faultsOf } from './judge.ts';

const STEP: CommandStep = {
  do: 'run',
  extra: [],
  exit: [0],
  status: { Net: ['changed', 'ok'] },
  says: [/two words/im],
  says_not: [/a bug/im],
  after: [],
};
const RIGHT: Ended = {
  code: 0,
  stdout: 'Two\n   words',
  stderr: '',
  tasks: [{ task: 'Net', status: 'changed' }],
};

test('a command that ends as the case says has no fault', () => {
  expect(faultsOf(STEP, RIGHT)).toEqual([]);
});

test.each<[string, Partial<Ended>, string]>([
  ['another exit code', { code: 2 }, 'exit code 2, not 0'],
  [
    'another status of one host or item',
    { tasks: [...RIGHT.tasks, { task: 'Net', status: 'failed' }] },
    'task "Net" is failed, not changed or ok',
  ],
  ['a task that is not reported', { tasks: [] }, 'task "Net" is not reported'],
  ['words that are missing', { stdout: 'two' }, 'does not say /two words/im'],
  ['words that must not be there', { stderr: 'A bug' }, 'says /a bug/im'],
])('%s is a fault', (_, wrong, fault) => {
  expect(faultsOf(STEP, { ...RIGHT, ...wrong })[0]).toBe(fault);
});

test('without codes that are right, a bug and a signal are wrong', () => {
  const { exit: _, ...any } = STEP;
  const codes = [0, 1, 2, 3, 4, 70, 137];
  expect(codes.filter((code) => faultsOf(any, { ...RIGHT, code }).length === 0)).toEqual([0, 1, 2, 3, 4]);
});

test('tasks are not judged where the user made a mistake', () => {
  expect(faultsOf({ ...STEP, exit: [1] }, { ...RIGHT, code: 1, tasks: [] })).toEqual([]);
});
