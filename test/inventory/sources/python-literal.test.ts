import { expect, it } from 'vitest';
import { pythonLiteral } from '../../../src/inventory/sources/python-literal.ts';

it.each([
  ['8080', 8080],
  ['-3', -3],
  ['0x1f', 31],
  ['1_000', 1000],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['00', 0],
  ['True', true],
  ['None', null],
  ["'quoted'", 'quoted'],
  ['"a" \'b\'', 'ab'],
  ['"tab\\t\\x41\\u00e9"', 'tab\tAé'],
  ["r'a\\n'", 'a\\n'],
  ["['a', [1, 2],]", ['a', [1, 2]]],
  ["{'k': {'n': 1}, 2: ()}", { k: { n: 1 }, 2: [] }],
  ['(1)', 1],
  ['(1,)', [1]],
  ['5 # five', 5],
])('%s is a literal', (text, value) => {
  expect(pythonLiteral(text)).toEqual(value);
});

it.each([
  'true',
  'yes',
  'web01',
  '010',
  '1__0',
  '10.0.0.1',
  '52:54:00:12:34:56',
  '12345678901234567890',
  "{'a', 'b'}",
  "['a'",
  "'open",
  '[1 2]',
  '{[1]: 2}',
  '{{ x }}',
  '__import__("os")',
  '',
])('%s is text', (text) => {
  expect(pythonLiteral(text)).toBe(text);
});

it('deep nesting is text, not a stack without end', () => {
  const deep = '['.repeat(100_000);
  expect(pythonLiteral(deep)).toBe(deep);
});
