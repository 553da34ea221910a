import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseExpression } from '../../../src/template/expression/expression.ts';
import { FaultError } from '../../../src/template/fault.ts';
import type { Values } from '../../../src/template/values.ts';

const FOLDER = join(import.meta.dirname, '../../recorded/expressions');
const VARIABLES: Values = JSON.parse(readFileSync(join(FOLDER, 'variables.json'), 'utf8'));
const EXPRESSIONS = readFileSync(join(FOLDER, 'expressions.txt'), 'utf8').split('\n').filter(Boolean);

/** Pieces that mutations put in: words of the grammar, and values at the edges. */
const PIECES = [
  ...'()[]{}|.,:~!?+-*/%<>="\'\\ '.split(''),
  ...['**', '//', '==', '&&', '||', '.?', '[?', ' is ', ' not ', ' in ', ' if ', ' else ', ' and ', ' or '],
  ...['none', 'true', '-1', '1e308', '9007199254740993', "''", '[]', '{}', 'omit', 'd', 'l', 'u', 'nope'],
  ...['__proto__', 'constructor', 'a=', '\u0000', '\ud800', '💥', '(a+)+$', '* 1000000', '[::-1]'],
  ...[
    '|map(',
    '|select(',
    "|format('%999999999d')",
    '.split(',
    '|sort',
    '|combine(',
    '|random(seed=',
    '|int(',
  ],
  ...[
    'none|',
    '5|',
    '-1|',
    '|indent(-5)',
    "'%c'%",
    "'{:c}'.format(",
    '|urlencode',
    '|subelements(',
    '|batch(',
    '|round(',
  ],
];

/** A recorded expression with pieces put in, taken out, doubled, or joined to another one. */
const mutated = fc
  .tuple(
    fc.constantFrom(...EXPRESSIONS),
    fc.constantFrom(...EXPRESSIONS),
    fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...PIECES)), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([one, other, edits, joins]) =>
    edits.reduce(
      (text, [at, length, piece]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + piece + text.slice(from + (length > 6 ? length - 6 : 0));
      },
      joins ? `${one} | ${other}` : one,
    ),
  );

/** Evaluates so many mutated expressions. Throws for one that ends with anything but a value or a FaultError. */
export function fuzz(runs: number, seed?: number): { values: number; faults: number } {
  const counts = { values: 0, faults: 0 };
  fc.assert(
    fc.property(mutated, (text) => {
      try {
        parseExpression(text).evaluate(VARIABLES, Object.keys(VARIABLES));
        counts.values++;
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        counts.faults++;
      }
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  );
  return counts;
}
