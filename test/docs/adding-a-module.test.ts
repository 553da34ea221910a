import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blocks, ROOT } from './documents.ts';

/** The files that the page shows: each block that is named after one. */
const shown = blocks('ts').filter(
  ({ where, info }) => where.startsWith('docs/adding-a-module.md') && info !== '',
);

it('the page shows all files of the module', () => {
  expect(shown.map(({ info }) => info)).toEqual([
    'src/host/hostname.ts',
    'src/modules/hostname.ts',
    'test/modules/hostname.test.ts',
    'test/lab/modules/host.ts',
  ]);
});

it.each(shown)('$info is at $where as it is in the project', ({ info, text }) => {
  expect(text, 'Copy the file into the page').toBe(readFileSync(join(ROOT, info), 'utf8'));
});
