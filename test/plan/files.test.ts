import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileAt } from '../../src/plan/files.ts';
import { ask, parsed } from '../modules/trial.ts';

const NAMES = ['plain', 'a b', "it's", 'say "x"', '$(touch pwned)', '`id`', '*', '\\', '-rf', 'a;b', 'ü'];

it.each(NAMES)('reads what is at a path that ends in %j', (name) => {
  const path = join(temporary(), name);
  expect(ask(fileAt(path))).toEqual({ kind: 'absent' });
  writeFileSync(path, 'x\n\n');
  chmodSync(path, 0o640);
  expect(ask(fileAt(path))).toMatchObject({ kind: 'file', mode: '0640', content: 'x\n\n' });
});

it('tells folders, links and the rest apart', () => {
  const folder = temporary();
  const at = (name: string) => ask(fileAt(join(folder, name)));
  mkdirSync(join(folder, 'folder'));
  chmodSync(join(folder, 'folder'), 0o1777);
  expect(at('folder')).toMatchObject({ kind: 'directory', mode: '1777' });
  symlinkSync("no such 'file'", join(folder, 'link'));
  expect(at('link')).toEqual({ kind: 'link', target: "no such 'file'" });
  expect(ask(fileAt('/dev/null'))).toEqual({ kind: 'other' });
});

it.each(['', 'no newline', 'file 644 root root\n', '\n'])('content is kept as it is: %j', (content) => {
  const path = join(temporary(), 'file');
  writeFileSync(path, content);
  expect(ask(fileAt(path))).toMatchObject({ kind: 'file', content });
});

it('what could not be read is no state', () => {
  expect(() => parsed(fileAt('/f'), '', 1)).toThrow('cannot read /f');
  expect(() => parsed(fileAt('/f'), 'hello\n')).toThrow('unexpected answer');
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
