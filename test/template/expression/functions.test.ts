import { expect, test } from 'vitest';
import { GUIDE } from '../../../src/template/expression/guide.ts';
import { FILTERS, LIBRARY } from '../../../src/template/expression/library.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';

test.each(Object.entries(GUIDE))('the example of %s', (name, { example: [expression, result] }) => {
  expect(LIBRARY.function(name) ?? LIBRARY.filter(name)).toBeDefined();
  expect(expression).toMatch(new RegExp(`\\b${name}\\b`));
  expect(compileText(`{{ ${expression} }}`).evaluate({})).toEqual(result);
});

test('a filter is a function, too', () => {
  expect(Object.keys(FILTERS).length).toBeGreaterThan(100);
  for (const both of [["'b,a' | split(',') | sort", "sort(split('b,a', ','))"]])
    expect(both.map((each) => compileText(`{{ ${each} }}`).evaluate({}))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
});
