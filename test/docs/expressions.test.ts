import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileText } from '../../src/template/interpolation/text.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../docs/expressions.md'), 'utf8');
const VALUES = { mtu: 1500, nat: false, guests: ['a', 'b'], name: 'web', cidr: '10.0.0.0/24' };

/** The rows of the table of spellings: cells in backquotes, `\|` for a bar. */
const ROWS = TEXT.split('\n').flatMap((line) => {
  const cells = [...line.matchAll(/(?<=\| )`((?:\\\||[^`|])+)`/g)].map(([, cell = '']) =>
    cell.replaceAll('\\|', '|'),
  );
  return cells.length === 3 ? [cells as [string, string, string]] : [];
});

test('both spellings of docs/expressions.md mean the same', () => {
  expect(ROWS.length).toBe(9);
  for (const [jinja, cel, value] of ROWS)
    for (const expression of [jinja, cel])
      expect([expression, compileText(`{{ ${expression} }}`).evaluate(VALUES)]).toEqual([
        expression,
        JSON.parse(value),
      ]);
});
