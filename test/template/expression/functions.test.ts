import { expect, test } from 'vitest';
import { GUIDE } from '../../../src/template/expression/guide.ts';
import { FILTERS, LIBRARY } from '../../../src/template/expression/library.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';
import { problemsOf } from '../problems.ts';

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

test.each(['__proto__', 'constructor', 'toString'])('%s is no operator, style or way to merge', (name) => {
  const told = (expression: string) =>
    problemsOf(() => compileText(`{{ ${expression} }}`).evaluate({})).map(({ detail }) => detail);
  expect(told(`'1' is version('1', '${name}')`)).toEqual([
    expect.stringContaining('a version is compared by =='),
  ]);
  expect(told(`'a' | comment('${name}')`)).toEqual([
    expect.stringContaining('the style of a comment is one of'),
  ]);
  expect(told(`{} | combine({}, list_merge='${name}')`)).toEqual([
    expect.stringContaining('list_merge is one of'),
  ]);
  const [unexpected] = problemsOf(() => compileText(`{{ 1 ${name} }}`));
  expect(unexpected?.detail).toContain(`"${name}" is not expected here`);
  expect(unexpected).not.toHaveProperty('hint');
});
