import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileScript } from '../../../src/engine/script/write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string, mode = '0644'): number | null {
  const script = `${writeFileScript({ path, content, mode })}exit $?\n`;
  return spawnSync('sh', ['-s'], { input: script, stdio: ['pipe', 'ignore', 'ignore'] }).status;
}

test.each([
  ['empty', ''],
  ['no final newline', 'a'],
  ['shell text', "$(id) `id` 'BASE64'\nBASE64\n\\n"],
  ['control characters', '\0\x01\x1b\r\n'],
  ['unicode', 'größe 網路 🧱\n'],
  ['long', 'x'.repeat(200_001)],
])('content arrives unchanged: %s', (_, content) => {
  const path = join(folder, 'file');
  expect(write(path, content)).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(content);
});

test('a name is data, and parent folders are made', () => {
  const path = join(folder, '$(touch owned)', "it's -n\nnew");
  expect(write(path, 'x')).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe('x');
});

test('the mode is set, whatever it was before', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o777);
  write(path, 'new', '0640');
  expect(lstatSync(path).mode & 0o7777).toBe(0o640);
});

test('whoever owns the folder cannot lead the content elsewhere', () => {
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'theirs', { mode: 0o600 });
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  // What mktemp(1) has just made becomes a link, which the owner of a folder can do in the same moment.
  const mktemp = `made=$(PATH=/usr/bin:/bin mktemp "$@") && mv "$made" "$made.moved" && ln -s '${victim}' "$made" && echo "$made"`;
  writeFileSync(join(programs, 'mktemp'), `#!/bin/sh\n${mktemp}\n`, { mode: 0o755 });
  const input = `PATH=${programs}:$PATH\n${writeFileScript({ path: join(folder, 'file'), content: 'ours', mode: '0644' })}exit $?\n`;
  expect(spawnSync('sh', ['-s'], { input }).status).not.toBe(0);
  expect(readFileSync(victim, 'utf8')).toBe('theirs');
  expect(lstatSync(victim).mode & 0o7777).toBe(0o600);
});

test('owner and group are set', () => {
  const [user, group] = [execFileSync('id', ['-un']), execFileSync('id', ['-gn'])].map((text) =>
    `${text}`.trim(),
  );
  const path = join(folder, 'file');
  const script = writeFileScript({ path, content: 'x', mode: '600', owner: user ?? '', group: group ?? '' });
  expect(spawnSync('sh', ['-s'], { input: script }).status).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe('x');
});

test.runIf(process.getuid?.() === 0)(
  'what is written for root is root’s, also in a folder that hands on its group',
  () => {
    const [shared, path] = [join(folder, 'shared'), join(folder, 'shared/file')];
    mkdirSync(shared);
    chownSync(shared, 0, 1);
    chmodSync(shared, 0o2775);
    const script = writeFileScript({ path, content: 'x', mode: '0644', owner: 'root', group: 'root' });
    expect(spawnSync('sh', ['-s'], { input: `${script}exit $?\n` }).status).toBe(0);
    expect(lstatSync(path)).toMatchObject({ uid: 0, gid: 0 });
    expect(write(path, 'y')).toBe(0);
    expect(lstatSync(path).gid).toBe(1);
  },
);

test('an owner that does not exist leaves the old file and no temporary one', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  const script = writeFileScript({ path, content: 'new', mode: '600', owner: 'no-such-user' });
  expect(spawnSync('sh', ['-s'], { input: `${script}exit $?\n` }).status).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a link is replaced, not followed; a folder is an error', () => {
  const [target, link, directory] = ['target', 'link', 'directory'].map((name) => join(folder, name));
  if (!target || !link || !directory) throw new Error('unreachable');
  writeFileSync(target, 'old');
  symlinkSync(target, link);
  mkdirSync(directory);
  expect(write(link, 'new')).toBe(0);
  expect([readFileSync(target, 'utf8'), readFileSync(link, 'utf8')]).toEqual(['old', 'new']);
  expect(write(directory, 'new')).not.toBe(0);
  expect(readdirSync(directory)).toEqual([]);
});

test('a relative path and a mode that is not octal are refused', () => {
  expect(() => writeFileScript({ path: 'file', content: '', mode: '0644' })).toThrow('absolute');
  expect(() => writeFileScript({ path: '/file', content: '', mode: 'u+x' })).toThrow('octal');
});

/** A script that writes a file of Virtfleet's own, whose folder is in the temporary one; `before` goes first. */
function writeOwn(content: string, mode: string, before = '', shell = 'sh'): number | null {
  const script = writeFileScript({ path: '/var/lib/virtfleet/applied/file', content, mode });
  const input = `${before}\n${script}exit $?\n`.replaceAll('/var/lib/virtfleet', folder);
  return spawnSync(shell, ['-s'], { input, stdio: ['pipe', 'ignore', 'ignore'] }).status;
}

test.each([
  ['sh', '0600', 'umask 000'],
  ['sh', '0644', 'umask 077'],
  ['bash', '0644', 'mkdir -m 0700 /var/lib/virtfleet/applied'],
])('%s writes a file of Virtfleet with mode %s after %s', (shell, mode, before) => {
  const own = join(folder, 'applied');
  expect(writeOwn('\0first\n', mode, before, shell)).toBe(0);
  expect(writeOwn('second\n', mode, before.replace(/^mkdir.*/, ''), shell)).toBe(0);
  expect(readFileSync(join(own, 'file'), 'utf8')).toBe('second\n');
  expect([own, join(own, 'file')].map((path) => lstatSync(path).mode & 0o7777)).toEqual([
    0o755,
    Number.parseInt(mode, 8),
  ]);
  expect(readdirSync(own)).toEqual(['file']);
});

test('what is kept of files of others lies in a folder that only root looks into', () => {
  const path = '/var/lib/virtfleet/taken-over/uplink.yaml';
  const script = writeFileScript({ path, content: 'x', mode: '0600', owner: 'root', group: 'root' });
  const input = `mkdir -m 0755 ${folder}/taken-over\n${script}exit $?\n`.replaceAll(
    '/var/lib/virtfleet',
    folder,
  );
  expect(spawnSync('sh', ['-s'], { input }).status).toBe(0);
  expect(lstatSync(join(folder, 'taken-over')).mode & 0o7777).toBe(0o700);
  expect(lstatSync(join(folder, 'taken-over/uplink.yaml')).mode & 0o7777).toBe(0o600);
});

test.each(['sh', 'bash'])(
  'whoever owns a folder of Virtfleet cannot lead what %s writes elsewhere',
  (shell) => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'theirs', { mode: 0o600 });
    const link = `ln -s '${victim}' ".new.$$"`;
    const linked = `mkdir -p ${folder}/applied; cd ${folder}/applied; ${link}; cd /`;
    expect(writeOwn('ours', '0644', linked, shell)).toBe(0);
    // What is taken out of the way is there again in the same moment.
    const again = `${linked}\nrm() { command rm "$@"; ${link}; }`;
    expect(writeOwn('again', '0644', again, shell)).not.toBe(0);
    expect(readFileSync(join(folder, 'applied/file'), 'utf8')).toBe('ours');
    expect(readFileSync(victim, 'utf8')).toBe('theirs');
    expect(lstatSync(victim).mode & 0o7777).toBe(0o600);
  },
);
