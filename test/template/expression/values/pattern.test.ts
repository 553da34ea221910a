import { expect, test } from 'vitest';
import { patternFault } from '../../../../src/template/expression/values/pattern.ts';

test.each([
  '^br\\d+$',
  '^(\\d{1,3}\\.){3}\\d{1,3}$',
  '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$',
  '^(nat|route|bridge)$',
  '(ab)+c',
  '(?:eth|ens)\\d+(?:\\.\\d+)?',
  '[(+*]+',
  'a\\+\\(b+',
  '.*foo.*',
  'a{2,}',
  '',
])('%s is harmless', (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

test.each([
  ['(a+)+', 'repeats'],
  ['(a*)*b', 'repeats'],
  ['((a|b)|c)*', 'chooses'],
  ['(a|a)+$', 'chooses'],
  ['(a?){30}a{30}', 'repeats'],
  ['(a{1,10}){10}', 'repeats'],
  ['(?:(?:a+)b?)+', 'repeats'],
  ['(a{2,}){3}', 'repeats'],
  ['a*a*a*a*a*b', 'unbounded'],
  ['(?=a)b', 'look-around'],
  ['(?<!a)b', 'look-around'],
  ['(a)\\1', 'references'],
  ['(', 'no regular expression'],
  ['[', 'no regular expression'],
])('%s is refused: %s', (pattern, reason) => {
  expect(patternFault(pattern)).toContain(reason);
});
