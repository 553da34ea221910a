import { expect, it } from 'vitest';
import { celOf } from '../../src/convert/cel.ts';
import { convertFile } from '../../src/convert/convert-file.ts';
import { parseExpression } from '../../src/template/expression/expression.ts';

const SPELLED = [
  ['not a', '!a'],
  ['not a == 1', '!(a == 1)'],
  ['a not in [1, 2]', '!(a in [1, 2])'],
  ['a is defined', 'defined(a)'],
  ['a is not defined', '!defined(a)'],
  ['a is defined and a > 1', 'defined(a) && a > 1'],
  ['a is not defined or not a', '!defined(a) || !a'],
  ['a | length > 0', 'length(a) > 0'],
  ['a|int < 11', 'int(a) < 11'],
  ["a is version('1.2', '<')", "version(a, '1.2', '<')"],
  ['a == True', 'a == true'],
  ['(a > 1 or a < 0) and a != 5', '(a > 1 || a < 0) && a != 5'],
  ['a - (1 - a) * 2 == -1', 'a - (1 - a) * 2 == -1'],
  ["'x' if a else a", "a ? 'x' : a"],
  ["a is search('\\\\d')", "search(a, '\\\\d')"],
  ["inventory_hostname == a and a in groups['all']", "inventory_hostname == a && a in groups['all']"],
] as const;

it.each(SPELLED)('%s is %s', (jinja, cel) => expect(celOf(jinja)).toEqual({ text: cel }));

const VALUES = [undefined, null, true, 0, 1, 5, -3, 2.5, '', 'x1', '1.10', [], [1], ['h'], {}, { b: 1 }];

it.each(SPELLED)('%s comes to what %s comes to, whatever the value', (jinja, cel) => {
  const results = VALUES.map((a) => ({ a, jinja: outcome(jinja, a), cel: outcome(cel, a) }));
  expect(results.filter((one) => JSON.stringify(one.jinja) !== JSON.stringify(one.cel))).toEqual([]);
  expect(results.some((one) => 'value' in one.cel)).toBe(true);
});

function outcome(text: string, a: unknown): { value: unknown } | { failed: true } {
  const values = { ...(a !== undefined && { a }), inventory_hostname: 'h', groups: { all: ['h'] } };
  try {
    return { value: parseExpression(text).evaluate(values, []) };
  } catch {
    return { failed: true };
  }
}

it.each([
  ['a and b', 'b would have to be defined: && and || of CEL look at both sides.'],
  ['a | default(1) == 1', 'default() as a function does not mean the same.'],
  ['a is string', 'string() as a function does not mean the same.'],
  ['a[1:] == []', 'CEL has no words for it.'],
  ['1 < a < 3', 'CEL has no words for it.'],
  ['a ~ b == c', 'CEL has no words for it.'],
  ['a is none', 'CEL has no words for it.'],
  ['a | ansible.utils.ipaddr', 'CEL has no words for it.'],
])('%s stays', (text, why) => expect(celOf(text)).toEqual({ why }));

const TASKS = `- debug: { msg: hi }
  when: x is not defined   # why
- assert: { that: [a | length == 1, b] }
- { debug: { msg: hi }, when: "a not in [1, 2]" }
- debug: { msg: hi }
  when:
    - 'a is defined'
    - a and b
`;

it('conditions are spelled where they stand, in the quotes that they had, and only when asked', () => {
  const made = convertFile(TASKS, 'tasks/main.yml', { cel: true });
  expect(made?.text).toBe(`- debug: { msg: hi }
  when: "!defined(x)"   # why
- assert: { that: [length(a) == 1, b] }
- { debug: { msg: hi }, when: "!(a in [1, 2])" }
- debug: { msg: hi }
  when:
    - 'defined(a)'
    - a and b
`);
  expect(made?.left).toEqual([
    { line: 8, text: 'a and b stays: b would have to be defined: && and || of CEL look at both sides.' },
  ]);
  expect(convertFile(TASKS, 'tasks/main.yml')?.text).toBe(TASKS);
});
