import { describe, expect, it } from 'vitest';
import { compileText } from '../../../src/template/interpolation/text.ts';
import { problemsOf } from '../../template/problems.ts';

const value = (expression: string, values = {}) => compileText(`{{ ${expression} }}`).evaluate(values);

/** Each of these took for ever, all of the memory, or ended with a bug: values of a host can be as long. */
describe('what would be too long is refused before it is made', () => {
  it.each([
    "('a' * 100000) | replace('a', 'b' * 100000)",
    "('a' * 100000).replace('a', 'b' * 100000, 90000)",
    "('a' * 100000) | replace('', 'b' * 100000)",
    "(['a'] * 100000) | join('b' * 100000)",
    "(['a'] * 100000).join('b' * 100000)",
    "('b' * 100000).join(['a'] * 100000)",
    "('a\\n' * 100000) | replace('\\n', '\n') | indent('x' * 100000)",
    "('a ' * 100000) | wordwrap(1, true, 'x' * 100000)",
    "'a' | comment(prefix='x' * 100000, prefix_count=900)",
    "(['a'] * 900000) | batch(999999999, 0)",
    '[1, 2] | slice(999999999)',
    'range(30) | permutations',
    'range(3000) | permutations(2)',
    'range(60) | combinations(20)',
    '([[1] * 1000] * 2000) | string',
    '([[[1] * 1000] * 1000] * 1000) | string',
    '([[[1] * 1000] * 1000] * 1000) | to_json',
    '([[[1] * 1000] * 1000] * 1000) | to_yaml',
    '([[1] * 1000] * 2000) | sum(start=[])',
    '([[[1] * 1000] * 1000] * 1000) | flatten',
    '([[[1] * 1000] * 1000] * 1000) | unique',
    '([[[1] * 1000] * 1000] * 1000) == ([[[1] * 1000] * 1000] * 1000)',
    "([['a' * 900] * 1000] * 1000) | string",
    "([['a' * 900] * 1000] * 1000) | to_nice_json",
    "([{'a': ['a' * 900] * 1000}] * 1000) | to_json",
    "([{'a': ['a' * 900] * 1000}] * 1000) | to_yaml",
    "([['a' * 900] * 1000] * 1000) | map('join') | list",
    "(['a' * 900000] * 1000) | map('upper') | list",
    "('[' * 100000 ~ ']' * 100000) | from_json",
    "('[' * 1002 ~ ']' * 1002) | from_json",
    "[['a' * 900] * 1000] * 1000",
    '[[[10 / 5] * 1000] * 1000] * 1000',
    'cel.bind(a, 9 ** 1000, cel.bind(b, a * a * a * a, b * b * b * b * b * b * b * b * b * b * b))',
  ])('%s', (expression) => {
    expect(problemsOf(() => value(expression))[0]?.detail).toMatch(
      /longer than 1000000|longer than 20000000 if|too large|too long|more than 1000 times/,
    );
  });
});

it('values that are inside each other too deep for JavaScript are no bug of ours', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(problemsOf(() => value('deep', { deep }))).toMatchObject([{ code: 'bad-expression' }]);
  expect(problemsOf(() => value('deep | to_json', { deep }))).toMatchObject([{ code: 'bad-expression' }]);
  expect(value("('[' * 1000 ~ ']' * 1000) | from_json | to_json | length")).toBe(2000);
});

describe('what is long is worked through in one go', () => {
  it.each<[string, unknown]>([
    ['range(100000) | unique | length', 100_000],
    ["range(100000) | map('string') | difference(range(1, 100000) | map('string'))", ['0']],
    ['range(100000) | intersect(range(99999, 200000))', [99_999]],
    ['range(100000) | symmetric_difference(range(1, 100001))', [0, 100_000]],
    ['([[1] * 100] * 9000) | sum(start=[]) | length', 900_000],
    ['range(100000) | permutations(1) | length', 100_000],
    ['range(100000) | combinations(1) | length', 100_000],
    ['range(900) | combinations(899) | length', 900],
    ["('9' * 1000000) | int(-1)", -1],
    ["('1' * 999999 ~ 'x') | float(-1)", -1],
    ["('a' ~ ' ' * 900000 ~ 'b') | comment | length", 900_008],
  ])('%s', (expression, result) => {
    expect(value(expression)).toEqual(result);
  });
});

it('entries are one where Python finds them equal', () => {
  const of = (list: unknown[]) => value('list | unique', { list });
  expect(of([1, true, '1', 0, false, null, '', [], [null], {}, [''], [[]]])).toEqual([
    ...[1, '1', 0, null, '', [], [null], {}, [''], [[]]],
  ]);
  expect(
    of([
      { a: 1, b: [2] },
      { b: [2], a: 1 },
      { a: '1', b: [2] },
    ]),
  ).toHaveLength(2);
  expect(value('[1, 1.0, 10 / 5, 2, 2 ** 70, 2 ** 70] | unique | map("string")')).toEqual([
    '1',
    '2.0',
    String(2n ** 70n),
  ]);
});

it('a comment ends where its last line break is, whatever that is', () => {
  expect(value("'a' | comment(newline='(')")).toBe('# (# a(#');
});

it.each(['1e3081700000000', '8640000000001', "'-8640000000001'"])('%s seconds are no moment', (seconds) => {
  const said = problemsOf(() => value(`'%Y' | strftime(${seconds}, utc=true)`));
  expect(JSON.stringify(said)).toMatch(/seconds since 1970 are out of range/);
});

it('dates are one where they are the same moment, also within lists', () => {
  const dates = "['2020-01-01', '2021-01-01', '2020-01-01'] | map('to_datetime', '%Y-%m-%d')";
  expect(value(`${dates} | unique | map('string')`)).toEqual(['2020-01-01 00:00:00', '2021-01-01 00:00:00']);
  expect(value(`${dates} | batch(1) | unique | length`)).toBe(2);
});
