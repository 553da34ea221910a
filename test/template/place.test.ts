import { expect, test } from 'vitest';
import { placeIn, placeWithin } from '../../src/template/place.ts';

const SOURCE = [
  'plain: a {{ x }}',
  'double: "a {{ x }}"',
  "single: 'a {{ x }}'",
  'escaped: "\\t{{ x }}"',
  'block: |',
  '  first',
  '  then {{ x }}',
  'folded: >',
  '  first',
  '  then {{ x }}',
  '',
].join('\n');

function at(line: number, column: number, text: string) {
  const start = text.indexOf('x');
  const place = placeWithin({ file: 'f', line, column, source: SOURCE }, text, start, start + 1);
  return [place.line, place.column, place.length];
}

test.each([
  ['a plain scalar', [1, 8, 'a {{ x }}'], [1, 13, 1]],
  ['a quoted one, placed at its quote', [2, 9, 'a {{ x }}'], [2, 15, 1]],
  ['a quoted one, placed behind its quote', [3, 10, 'a {{ x }}'], [3, 15, 1]],
  ['one whose escapes shift it', [4, 10, '\t{{ x }}'], [4, 10, undefined]],
  ['a block', [6, 3, 'first\nthen {{ x }}\n'], [7, 11, 1]],
  ['a folded block', [9, 3, 'first then {{ x }}\n'], [9, 3, undefined]],
] as const)('%s', (_, [line, column, text], expected) => {
  expect(at(line, column, text)).toEqual(expected);
});

test('without the source the column is counted on the first line only', () => {
  const place = { file: 'f', line: 3, column: 5 };
  expect(placeWithin(place, 'ab x', 3, 4)).toEqual({ file: 'f', line: 3, column: 8, length: 1 });
  expect(placeWithin(place, 'ab\nx', 3, 4)).toEqual(place);
});

test('offsets in a file', () => {
  expect(placeIn('f', 'a\nbcd\ne', 3, 5)).toMatchObject({ file: 'f', line: 2, column: 2, length: 2 });
  expect(placeIn('f', 'a\nbcd\ne', 0, 1)).toMatchObject({ line: 1, column: 1, length: 1 });
  expect(placeIn('f', 'ab\ncd', 1, 5)).toMatchObject({ line: 1, column: 2, length: 1 });
});
