import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { slurp } from '../../src/modules/slurp.ts';
import { stat } from '../../src/modules/stat.ts';
import { ask, trial } from './trial.ts';

const file: FileState = { kind: 'file', mode: '0755', owner: 'root', group: 'adm', content: 'abc' };
const told = (at: FileState, args: object = {}) =>
  trial(stat, { path: '/x', ...args }, { at, numbers: { uid: 0, size: 3 } }).plan.result?.stat;

it('tells what is at a path', () => {
  expect(told(file)).toMatchObject({
    ...{ exists: true, path: '/x', isreg: true, isdir: false, islnk: false, mode: '0755', size: 3, uid: 0 },
    ...{ pw_name: 'root', gr_name: 'adm', executable: true, xusr: true, wgrp: false, roth: true },
    checksum: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  });
  expect(told(file, { get_checksum: false })).not.toHaveProperty('checksum');
  expect(told({ kind: 'directory', mode: '0700', owner: 'root', group: 'root' })).toMatchObject({
    isdir: true,
  });
  expect(told({ kind: 'link', target: '/y' })).toMatchObject({ islnk: true, lnk_source: '/y' });
  expect(told({ kind: 'absent' })).toEqual({ exists: false });
});

it('reads numbers of this machine, none of what is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stat-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a b');
  writeFileSync(path, '12345');
  const numbers = (name: string) => ask(stat.observe(stat.args.parse({ path: name })).numbers);
  expect(numbers(path)).toMatchObject({ size: 5, nlink: 1 });
  expect(numbers(`${path}x`)).toEqual({});
});

it('slurp keeps a content in base64, and says why there is none', () => {
  const read = (at: FileState) => trial(slurp, { src: '/x' }, { at }).plan;
  expect(read(file).result).toEqual({ content: 'YWJj', encoding: 'base64', source: '/x' });
  expect(read({ kind: 'absent' }).failure).toBe('/x is not there.');
  expect(read({ ...file, content: { bytes: 9, why: 'encoding' } }).failure).toMatch(/not text in UTF-8/);
});
