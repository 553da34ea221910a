import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { find } from '../../src/modules/find.ts';
import { ask, trial } from './trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'find-'));
mkdirSync(join(folder, 'deep'));
for (const name of ['b.xml', 'a.xml', 'notes', '.hidden', 'deep/c.xml'])
  writeFileSync(join(folder, name), 'text', { mode: 0o640 });
symlinkSync('notes', join(folder, 'link'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is found below the folder on this machine. */
function found(args: Partial<z.input<typeof find.args>>) {
  const input = { paths: folder, ...args };
  const probes = find.observe(find.args.parse(input));
  const current = Object.fromEntries(Object.entries(probes).map(([key, probe]) => [key, ask(probe)]));
  return trial(find, input, current).plan.result as {
    files: { path: string }[];
    matched: number;
    examined: number;
  };
}

const names = (args: Partial<z.input<typeof find.args>>) =>
  found(args).files.map(({ path }) => path.slice(folder.length + 1));

describe('find', () => {
  it.each([
    [{}, ['a.xml', 'b.xml', 'notes']],
    [{ hidden: true }, ['.hidden', 'a.xml', 'b.xml', 'notes']],
    [{ patterns: '*.xml' }, ['a.xml', 'b.xml']],
    [{ patterns: 'a*, notes' }, ['a.xml', 'notes']],
    [{ patterns: ['*.xml'], excludes: 'b*' }, ['a.xml']],
    [{ patterns: '[ab].x', use_regex: true }, ['a.xml', 'b.xml']],
    [{ patterns: 'xml', use_regex: true }, []],
    [{ recurse: true, patterns: '*.xml' }, ['a.xml', 'b.xml', 'deep/c.xml']],
    [{ file_type: 'directory' as const }, ['deep']],
    [{ file_type: 'link' as const }, ['link']],
    [{ file_type: 'any' as const, patterns: '*e*' }, ['deep', 'notes']],
    [{ paths: join(folder, 'nothing') }, []],
  ])('with %j finds %j', (args, expected) => {
    expect(names(args)).toEqual(expected);
  });

  it('tells what a file is', () => {
    expect(found({ patterns: 'notes' })).toMatchObject({
      files: [{ mode: '0640', isreg: true, isdir: false, islnk: false, size: 4 }],
      matched: 1,
      examined: 6,
    });
  });

  it('refuses a pattern that cannot be read', () => {
    const { complaints } = trial(find, { paths: '/etc', patterns: '(', use_regex: true }, {});
    expect(complaints).toEqual(['patterns']);
  });
});
