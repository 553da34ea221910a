import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { EditedFiles } from '../../src/commands/adopt/edited-files.ts';
import { writeFiles } from '../../src/commands/adopt/write-files.ts';
import { UsageError } from '../../src/commands/declaration/option.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder with these files, and what is in it later. */
function project(files: Record<string, string>) {
  const folder = mkdtempSync(join(temporaryFolder(), 'virtfleet-write-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const at = (name: string) => join(folder, name);
  const content = () =>
    Object.fromEntries(
      readdirSync(folder, { withFileTypes: true })
        .filter((one) => one.isFile())
        .map(({ name }) => [name, readFileSync(at(name), 'utf8')]),
    );
  return { at, content };
}

it('where one file cannot be written, none is', () => {
  const { at, content } = project({ 'site.yaml': 'old', host_vars: 'no folder' });
  const files = [
    { path: at('site.yaml'), before: 'old', after: 'new' },
    { path: at('inventory.yaml'), before: undefined, after: 'new' },
    { path: at('host_vars/hv01.yaml'), before: undefined, after: 'new' },
  ];
  expect(() => writeFiles(files)).toThrow(UsageError);
  expect(content()).toEqual({ 'site.yaml': 'old', host_vars: 'no folder' });
});

it('what somebody else has written meanwhile stays', () => {
  const { at, content } = project({ 'a.yaml': 'old', 'site.yaml': 'of somebody else' });
  const files = ['a.yaml', 'site.yaml'].map((name) => ({ path: at(name), before: 'old', after: 'new' }));
  expect(() => writeFiles(files)).toThrow(
    `nothing is written: ${at('site.yaml')} cannot be: somebody else has written it meanwhile`,
  );
  expect(content()).toEqual({ 'a.yaml': 'old', 'site.yaml': 'of somebody else' });
});

it('a link and the rights of a file stay', () => {
  const { at, content } = project({});
  mkdirSync(at('real'));
  writeFileSync(at('real/site.yaml'), 'old');
  chmodSync(at('real/site.yaml'), 0o640);
  symlinkSync('real/site.yaml', at('site.yaml'));
  writeFiles([{ path: at('site.yaml'), before: 'old', after: 'new' }]);
  expect(content()).toEqual({});
  expect(readFileSync(at('real/site.yaml'), 'utf8')).toBe('new');
  expect(statSync(at('real/site.yaml')).mode & 0o777).toBe(0o640);
  expect(readdirSync(at('real'))).toEqual(['site.yaml']);
});

it('an empty file is there again where an edit is taken back, and a new one is gone', () => {
  const { at, content } = project({ 'hv01.yaml': '' });
  const files = new EditedFiles();
  for (const name of ['hv01.yaml', 'hv02.yaml'])
    files.at(at(name)).edit({ start: 0, end: 0, text: 'mtu: 1400\n' });
  files.write();
  expect(content()).toEqual({ 'hv01.yaml': 'mtu: 1400\n', 'hv02.yaml': 'mtu: 1400\n' });
  files.restore();
  expect(content()).toEqual({ 'hv01.yaml': '' });
});

it('what is put into a file ends its lines as the file does', () => {
  const { at, content } = project({ 'hv01.yaml': 'a: 1\r\n' });
  const files = new EditedFiles();
  files.at(at('hv01.yaml')).edit({ start: 6, end: 6, text: 'b:\n  - 1\n' });
  files.write();
  expect(content()).toEqual({ 'hv01.yaml': 'a: 1\r\nb:\r\n  - 1\r\n' });
});
