import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { patternOf } from '../../../../src/template/expression/values/regex.ts';
import { ValueFault } from '../../../../src/template/expression/values/value.ts';
import { NIGHTLY, sampled } from '../../../sampled.ts';

/** All matches of an expression with what their groups read. */
const all = (expression: RegExp, text: string) =>
  [...text.matchAll(expression)].map((match) => [match.index, ...match]);

const QUANTIFIERS = ['', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}?'];

/** Expressions without repeats of what may read nothing, of which JavaScript and Python mean different things. */
const expressions = fc.letrec<{ choice: string; sequence: string; item: string; atom: string }>((tie) => ({
  atom: fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\s', '\\x61', '\\n'),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(tie('atom'), fc.constantFrom(...QUANTIFIERS)).map((parts) => parts.join('')),
    fc.constantFrom('\\b', '\\B', '^'),
    fc.tuple(fc.constantFrom('(', '(?:', '(?=', '(?!'), tie('choice')).map((parts) => `${parts.join('')})`),
    fc.tuple(fc.constantFrom('(?<=', '(?<!'), tie('atom')).map((parts) => `${parts.join('')})`),
    fc.tuple(tie('atom'), tie('choice')).map(([atom, choice]) => `(?:${atom}(?:${choice}))*`),
  ),
  sequence: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  choice: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((choices) => choices.join('|')),
}));

test('finds first what the engine of JavaScript finds first, groups in repeats aside', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      expressions.choice,
      texts,
      fc.boolean(),
      fc.boolean(),
      (source, text, ignorecase, multiline) => {
        const native = new RegExp(source, `g${ignorecase ? 'i' : ''}${multiline ? 'm' : ''}`);
        const own = patternOf(source, { ignorecase, multiline });
        // JavaScript forgets in each round of a repeat what groups in it have read.
        const count = source.includes(')*') ? 2 : undefined;
        const found = (expression: RegExp) => all(expression, text)[0]?.slice(0, count);
        expect(found(own)).toEqual(found(native));
      },
    ),
    { numRuns: NIGHTLY ? 2000 : 300 },
  );
});

/** Computed with Python 3. */
describe('as Python has it', () => {
  it.each<[string, string, unknown[]]>([
    [
      '(?:(a)|b)*',
      'ab',
      [
        [0, 'ab', 'a'],
        [2, '', undefined],
      ],
    ],
    ['a$', 'a\n', [[0, 'a']]],
    ['a\\Z', 'a\n', []],
    ['\\Aa', 'aa', [[0, 'a']]],
    ['(?P<x>a)(?P=x)', 'aaa', [[0, 'aa', 'a']]],
    [
      '(?i)A',
      'aA',
      [
        [0, 'a'],
        [1, 'A'],
      ],
    ],
    ['(?m)^.$', 'a\nb\r', [[0, 'a']]],
    ['(?s)a.b', 'a\nb', [[0, 'a\nb']]],
    ['[]a]+', ']a', [[0, ']a']]],
    ['(?<=in )\\S+', 'in eth0', [[3, 'eth0']]],
    [
      '(a)|(b)',
      'ba',
      [
        [0, 'b', undefined, 'b'],
        [1, 'a', 'a', undefined],
      ],
    ],
    [
      'x{2,3}',
      'xxxxx',
      [
        [0, 'xxx'],
        [3, 'xx'],
      ],
    ],
    ['\\w+', 'Zürich', [[0, 'Zürich']]],
    [
      '[^\\W\\d]+',
      '½٣ü',
      [
        [0, '½'],
        [2, 'ü'],
      ],
    ],
    ['\\d', '٣', [[0, '٣']]],
    ['\\bb', 'éb', []],
    ['\\s', '\x1c\ufeff', [[0, '\x1c']]],
    ['\\B', '', []],
    ['a{,2}b', 'aaab', [[1, 'aab']]],
    [
      '(a*)+',
      'a',
      [
        [0, 'a', ''],
        [1, '', ''],
      ],
    ],
    [
      '|a',
      'a',
      [
        [0, ''],
        [0, 'a'],
        [1, ''],
      ],
    ],
    [
      'a??',
      'ab',
      [
        [0, ''],
        [0, 'a'],
        [1, ''],
        [2, ''],
      ],
    ],
  ])('%s in %j', (source, text, found) => {
    expect(all(patternOf(source), text)).toEqual(found);
  });

  it('by match it begins with the text, by fullmatch it is the text', () => {
    const holds = (how: 'match' | 'fullmatch', text: string) => patternOf('a|ab', {}, how).test(text);
    expect([holds('match', 'abc'), holds('match', 'cab')]).toEqual([true, false]);
    expect([holds('fullmatch', 'ab'), holds('fullmatch', 'abc')]).toEqual([true, false]);
  });
});

describe('takes the time of the length of the text, or ends', () => {
  const long = 'a'.repeat(NIGHTLY ? 200_000 : 20_000);

  it.each([
    'a*a*a*a*b',
    '(a+)+b',
    '(a*)*b',
    '(?:a|a)+b',
    '(?:a|b|ab)*c',
    'a*b|a',
    '(.*)(.*)(.*)(.*)(.*)b',
    '\\s*\\w*\\s*$x',
  ])('%s', (source) => {
    const found = [...long.matchAll(patternOf(source))];
    expect(found.length).toBe(source === 'a*b|a' ? long.length : 0);
  });

  it.each(sampled(['(a)\\1*\\1*\\1*\\1*b', '(a*)*\\1b', '(?=.*$)a(?=.*$)'], 1))('%s is ended', (source) => {
    expect(() => [...long.matchAll(patternOf(source))]).toThrow(ValueFault);
  });
});

it.each([
  ['(', 'is no regular expression'],
  ['(?<=a+)b', 'no fixed length'],
  ['(a)\\2', 'a group that it does not have'],
  ['(?:(?:a{100}){100}){100}', 'too large'],
  ['a{30000}', 'too large'],
])('%s is refused: %s', (source, reason) => {
  expect(() => patternOf(source)).toThrow(reason);
});
