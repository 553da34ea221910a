import { expect, test } from 'vitest';
import type { Problem } from '../../../src/problem.ts';
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
  ['mod == 1', 'undefined-variable 2:9+3'],
  ['mode = 1', 'unreadable-expression 2:14+1'],
  ["{{ mode }} == 'nat'", 'unreadable-expression 2:9+19'],
  ["mode == '{{ mode }}'", 'unreadable-expression 2:9+20'],
  ['{{ mod == 1 }}', 'undefined-variable 2:12+3'],
  ['{{ mode }}', 'not-a-condition 2:9+10'],
  ['', 'unreadable-expression 2:9+1'],
  ["mode.matches('(?<=a+)')", 'refused-expression 2:22+9'],
  ['mode.matches(empty)', 'refused-expression 2:22+5'],
])('%s', (text, problem) => {
  expect(brief(problemsOf(() => compileCondition(text, PLACE).evaluate(VALUES)))).toEqual([problem]);
});

test('a condition with one = says what to write', () => {
  expect(problemsOf(() => compileCondition('mode = 1', PLACE))[0]?.hint).toBe('Compare with ==.');
});

test.each([
  ['mode', true],
  ['mode && true', true],
  ['size(tags)', true],
  ['tags', true],
  ['empty', false],
  ['[]', false],
  ['mtu - 1500', false],
  ['none', false],
])('%s is neither true nor false: it counts as in Ansible, with a warning', (text, value) => {
  const warnings: Problem[] = [];
  const warn = (problem: Problem) => warnings.push(problem);
  expect(compileCondition(text, PLACE).evaluate(VALUES, [], warn)).toBe(value);
  const isBoolean = text === 'mode && true';
  expect(brief(warnings)).toEqual(isBoolean ? [] : [`not-a-condition 2:9+${text.length}`]);
});

test.each([
  ["mode == 'nat' and mtu > 1000", true],
  ['not mtu > 1000', false],
  ['speed is defined and speed > 10', false],
  ['speed is undefined or speed > 10', true],
  ['mtu > 9000 and speed > 10', false],
  ["mode is in ['nat', 'route']", true],
  ["'web' not in tags", true],
  ['(speed | default(10)) > 5', true],
])('%s in the spelling of Jinja', (text, value) => {
  expect(compileCondition(text, PLACE).evaluate(VALUES)).toBe(value);
});

test.each([
  ["{{ mode == 'nat' }}", true],
  ["{{ mode != 'nat' }}", false],
  ["{{ 'True' }}", true],
  ["{{ 'False' }}", false],
  ["{{ '' }}", false],
])('braces around %s count as none, with a warning', (text, expected) => {
  const warnings: string[] = [];
  const warn = ({ code }: { code: string }) => warnings.push(code);
  expect(compileCondition(text, PLACE).evaluate(VALUES, [], warn)).toBe(expected);
  expect(warnings).toEqual(['braced-condition']);
});
