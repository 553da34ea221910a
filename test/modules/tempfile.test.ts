import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tempfile } from '../../src/modules/tempfile.ts';
import { folder } from '../inventory/folder.ts';
import { perform, trial } from './trial.ts';

const made = (args: object): Record<string, unknown> => {
  const { steps, desired } = trial(tempfile, args, {});
  const { status, stdout } = perform(steps[0]);
  return {
    status,
    ...tempfile.registers?.(desired, { changed: true, failed: false, stdout: stdout.trimEnd() }),
  };
};

it('makes a file or a folder that only its owner may use, and says where it is', () => {
  const path = folder({});
  const file = made({ path, prefix: 'a b', suffix: '.x' });
  expect(file).toMatchObject({ status: 0, changed: true, state: 'file', mode: '0600', size: 0 });
  expect(file.path).toMatch(RegExp(`^${path}/a b.{8}\\.x$`));
  expect(statSync(String(file.path)).isFile()).toBe(true);
  const inside = made({ path, state: 'directory' });
  expect(inside).toMatchObject({ state: 'directory', mode: '0700' });
  expect(inside.path).toMatch(RegExp(`^${path}/ansible\\..{8}$`));
});

it('each one is another one', () => {
  const path = folder({});
  expect(made({ path }).path).not.toBe(made({ path }).path);
});

it.each([{ prefix: 'a/b' }, { suffix: '../x' }, { state: 'link' }, { path: 'tmp' }])('refuses %j', (args) => {
  expect(tempfile.args.safeParse(args).success).toBe(false);
});
