import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, printable } from '../../src/report/printable.ts';

test.each([
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\x1b[2J', '\\x1b[2J'],
  ['\x9b31m', '\\x9b31m'],
  ['\u202etxt.exe', '\\u202etxt.exe'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['Gerät 東京 — 🙂', 'Gerät 東京 — 🙂'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('nothing that a terminal could obey is left of any text', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0x10ffff)), (points) => {
      const text = String.fromCodePoint(...points);
      expect(printable(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
    }),
  );
});

test.each([
  ['abc', 3],
  ['東京', 4],
  ['a\u0301', 1],
  ['🙂', 2],
  ['→…', 2],
])('%j takes %i columns', (text, width) => {
  expect(columns(text)).toBe(width);
});
