import { expect, it } from 'vitest';
import { command } from '../../src/modules/command.ts';
import type { Probe } from '../../src/plan/probe.ts';
import { argvs, ask, trial } from './trial.ts';

it('hands its words on as they are', () => {
  const argv = ['echo', 'a b', "'", '"', '$(touch pwned)', ''];
  const { plan, steps } = trial(command, { argv, chdir: '/tmp', stdin: 'x' }, {});
  expect(steps).toEqual([{ do: 'run', argv, chdir: '/tmp', stdin: 'x', seconds: 3600 }]);
  expect(plan.changes).toMatchObject([{ proof: 'opaque', predictions: [] }]);
});

it.each([
  [{ creates: '/a' }, { creates: true }, 0],
  [{ creates: '/a' }, { creates: false }, 1],
  [{ removes: '/a' }, { removes: true }, 1],
  [{ removes: '/a' }, { removes: false }, 0],
  [{ creates: '/a', removes: '/b' }, { creates: false, removes: false }, 0],
] as const)('%j on a host with %j runs %d programs', (args, current, count) => {
  expect(argvs(trial(command, { argv: ['true'], ...args }, current).steps)).toHaveLength(count);
});

it('looks for what it creates without reading it', () => {
  const exists = (path: string) =>
    Object.values(command.observe({ argv: ['true'], creates: path })).map((probe) => ask(probe as Probe));
  expect(exists(import.meta.dirname)).toEqual([true]);
  expect(exists(`${import.meta.dirname}/a b'$(touch pwned)`)).toEqual([false]);
});

it.each(['virsh net-list', [], ['a\0b'], [1]])('refuses %j, which is no list of words', (argv) => {
  expect(command.args.safeParse({ argv }).success).toBe(false);
});

it('a program that is not there has the status that Ansible gives it', () => {
  const desired = { argv: ['archive-tool', '--version'] };
  const output = (stderr: string, rc = 127) => ({ rc, stdout: '', stderr });
  expect(command.registers?.(desired, output('sh: 72: eval: archive-tool: not found'))).toMatchObject({
    rc: 2,
    stderr: '',
    msg: "[Errno 2] No such file or directory: b'archive-tool'",
  });
  expect(command.registers?.(desired, output('gone', 127))).toEqual(output('gone', 127));
  expect(command.registers?.(desired, output('x: not found', 1))).toEqual(output('x: not found', 1));
});
