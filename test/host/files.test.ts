import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileAt, LARGEST_FILE } from '../../src/host/files.ts';
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

it('a file that is too large is told with its size', () => {
  const path = join(temporary(), 'disk');
  writeFileSync(path, 'x'.repeat(LARGEST_FILE));
  expect(ask(fileAt(path))).toMatchObject({ kind: 'file', content: expect.stringMatching(/^x+$/) });
  truncateSync(path, 2 ** 40);
  expect(ask(fileAt(path))).toMatchObject({
    kind: 'file',
    mode: '0644',
    content: { bytes: 2 ** 40, why: 'size' },
  });
});

it('a content in another encoding is no text, and never the same as one', () => {
  const path = join(temporary(), 'latin1');
  writeFileSync(path, Buffer.from('caf\xe9\n', 'latin1'));
  expect(ask(fileAt(path))).toMatchObject({ kind: 'file', content: { bytes: 5, why: 'encoding' } });
  writeFileSync(path, 'caf\uFFFD\n');
  expect(ask(fileAt(path))).toMatchObject({ kind: 'file', content: 'caf\uFFFD\n' });
});

it('nothing is where the folder is not there either', () => {
  expect(ask(fileAt(join(temporary(), 'a', 'b')))).toEqual({ kind: 'absent' });
  expect(ask(fileAt('/no-such-folder/file'))).toEqual({ kind: 'absent' });
  expect(ask(fileAt('/no-such-file'))).toEqual({ kind: 'absent' });
});

// Root may search every folder.
it.skipIf(userInfo().uid === 0)('what is below a closed folder is not known', () => {
  const folder = temporary();
  chmodSync(folder, 0);
  expect(() => ask(fileAt(join(folder, 'a', 'b')))).toThrow('Permission denied');
  chmodSync(folder, 0o700);
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
