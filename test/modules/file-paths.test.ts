import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { file } from '../../src/modules/file.ts';
import { folder } from '../inventory/folder.ts';
import { argvs, ask, perform, trial } from './trial.ts';

const absent: FileState = { kind: 'absent' };
const aFolder: FileState = { kind: 'directory', mode: '0755', owner: 'root', group: 'root' };
const aFile: FileState = { kind: 'file', mode: '0644', owner: 'root', group: 'root', content: 'x' };

it('folders that are made on the way get the same mode and owner, as in Ansible', () => {
  const around = { '/a': aFolder, '/a/b': absent };
  const args = { path: '/a/b/c', state: 'directory', mode: '0750', owner: 'op' } as const;
  const made = trial(file, args, { at: absent, ...around } as never);
  expect(made.differences).toEqual([
    '/a/b: null → directory, mode 0750, owner op:root',
    '/a/b/c: null → directory, mode 0750, owner op:root',
  ]);
  expect(made.plan.rollback?.()?.steps.map((step) => 'argv' in step && step.argv.at(-1))).toEqual([
    '/a/b/c',
    '/a/b',
  ]);
  expect(made.afterwards().changes).toEqual([]);
});

it('all below a folder is compared, and changed where it differs', () => {
  const root = folder({ 'd/a': 'a', 'd/sub/b': 'b' });
  const path = join(root, 'd');
  symlinkSync('/nowhere', join(path, 'link'));
  const args = { path, state: 'directory', recurse: true, mode: '0711' } as const;
  const { below } = file.observe(file.args.parse(args));
  if (!below) throw new Error('nothing is compared');
  expect(ask(below)).toBe(3);
  const state: FileState = { ...aFolder, mode: '0711' } as FileState;
  const found = trial(file, args, { at: state, below: 3 } as never);
  expect(found.differences).toEqual([`all below ${path}: 3 with another mode → mode 0711`]);
  expect(found.steps.map((step) => perform(step).status)).toEqual([0]);
  expect(ask(below)).toBe(0);
  expect(found.afterwards().changes).toEqual([]);
});

it('a user that is not there owns nothing, and below what is no folder there is nothing', () => {
  const root = folder({ 'd/a': 'a' });
  const belowOf = (path: string) => {
    const { below } = file.observe(
      file.args.parse({ path, state: 'directory', recurse: true, owner: 'nobody-knows' }),
    );
    return below ? ask(below) : undefined;
  };
  expect(belowOf(join(root, 'd'))).toBe(1);
  expect(belowOf(join(root, 'nothing'))).toBe(0);
  expect(belowOf(join(root, 'd/a'))).toBe(0);
});

const hard = (at: FileState, source: FileState, same = false, force = false) =>
  trial(file, { path: '/b', state: 'hard', src: '/a', force }, { at, source, same } as never);

it('a hard link is one file with two names', () => {
  const made = hard(absent, aFile);
  expect(argvs(made.steps)).toEqual([['ln', '-fT', '--', '/a', '/b']]);
  expect(made.afterwards().changes).toEqual([]);
  expect(hard(aFile, aFile, true).differences).toEqual([]);
  expect(hard(aFile, aFile).blocked).toHaveLength(1);
  expect(hard(aFile, aFile, false, true).differences).toEqual(['/b: file → hard link to /a']);
  expect(hard(absent, absent).plan.failure).toBe('/a is not there.');
  expect(hard(absent, aFolder).plan.failure).toBe('/a is no file.');
});

it('two paths of this machine are one file, or are not', () => {
  const root = folder({ a: 'a', b: 'a' });
  mkdirSync(join(root, 'd'));
  writeFileSync(join(root, 'd/c'), 'c');
  const sameOf = (path: string) => {
    const probes = file.observe(
      file.args.parse({ path: join(root, path), state: 'hard', src: join(root, 'a') }),
    );
    return 'same' in probes && probes.same ? ask(probes.same) : undefined;
  };
  expect([sameOf('a'), sameOf('b'), sameOf('none')]).toEqual([true, false, false]);
});
