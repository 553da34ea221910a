import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../fuzz/corpus.ts';

const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
const [promises = ''] = /^## Promises[\s\S]*?(?=^## What is not)/m.exec(text) ?? [];
const rows = promises.split('\n').filter((line) => /^\| (?!-|promise)/.test(line));
const pathsIn = (row: string) => [...row.matchAll(/`(test\/[^`]*)`/g)].map(([, path = '']) => path);

describe('SECURITY.md', () => {
  it('names a test for each promise', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => pathsIn(row.split('|').at(-2) ?? '').length === 0)).toEqual([]);
  });

  it.each([...new Set(pathsIn(text))])('%s is a test', (path) => {
    expect(path).toMatch(/\.test\.ts$/);
    expect(existsSync(join(ROOT, path))).toBe(true);
    expect(readFileSync(join(ROOT, path), 'utf8')).toMatch(/\bexpect\(/);
  });
});
