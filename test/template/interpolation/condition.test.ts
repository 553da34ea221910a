import { expect, test } from 'vitest';
import { compileCondition } from '../../../src/template/interpolation/condition.ts';
import { brief, problemsOf } from '../problems.ts';

const VALUES = { mode: 'nat', mtu: 1500, tags: ['lab'], empty: '' };
const PLACE = { file: 'p.yaml', line: 2, column: 9 };

test.each([
  ["mode == 'nat'", true],
  ['mtu > 9000', false],
  ["'lab' in tags && !(mode == 'route')", true],
  ['true', true],
  ["mode.matches('^n.t$')", true],
  ["mode == 'nat' ||\nmtu > 1", true],
  ["mtu != 'x'", true],
])('%s', (text, value) => {
  const condition = compileCondition(text, PLACE);
  expect(condition.evaluate(VALUES)).toBe(value);
});

test.each([
  ['mode', 'not-a-condition 2:9+4'],
  ['size(tags)', 'not-a-condition 2:9+10'],
  ['mod == 1', 'undefined-variable 2:9+3'],
  ['mode = 1', 'unreadable-expression 2:14+1'],
  ["{{ mode == 'nat' }}", 'unreadable-expression 2:9+19'],
  ['', 'unreadable-expression 2:9+1'],
  ['mode && true', 'bad-expression 2:9+4'],
  ["mode.matches('(a+)+')", 'refused-expression 2:22+7'],
  ['mode.matches(empty)', 'refused-expression 2:22+5'],
])('%s', (text, problem) => {
  expect(brief(problemsOf(() => compileCondition(text, PLACE).evaluate(VALUES)))).toEqual([problem]);
});

test.each([
  ['mode = 1', '=='],
  ["mode == 'nat' and true", '&&'],
  ['not mode', '!'],
  ['mode is defined', 'defined(name)'],
])('%s comes with the hint %s', (text, hint) => {
  expect(problemsOf(() => compileCondition(text, PLACE))[0]?.hint).toContain(hint);
});
