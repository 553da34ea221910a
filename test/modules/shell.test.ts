import { expect, it } from 'vitest';
import { shell } from '../../src/modules/shell.ts';
import { perform, trial } from './trial.ts';

it('hands its text to the shell as it is', () => {
  const { plan, steps } = trial(shell, { cmd: 'printf "%s|" a "b c" $((1 + 1)) | tr a z' }, {});
  expect(perform(steps[0])).toMatchObject({ status: 0, stdout: 'z|b c|2|' });
  expect(plan.changes).toMatchObject([{ proof: 'opaque', predictions: [] }]);
});

it('is another shell when it says so, and reads what it is given', () => {
  const { steps } = trial(
    shell,
    { cmd: 'read -r x; echo "${x^^}"', executable: '/bin/bash', stdin: 'up' },
    {},
  );
  expect(perform(steps[0])).toMatchObject({ stdout: 'UP\n' });
});

it('is told by its first line', () => {
  const { differences } = trial(shell, { cmd: 'set -e\ntrue\n' }, {});
  expect(differences).toEqual(['run set -e…: null → run']);
});

it.each([
  [{ creates: '/a' }, { creates: true }, 0],
  [{ creates: '/a' }, { creates: false }, 1],
  [{ removes: '/a' }, { removes: false }, 0],
] as const)('%j on a host with %j runs %d texts', (args, current, count) => {
  expect(trial(shell, { cmd: 'true', ...args }, current).steps).toHaveLength(count);
});
