import { expect, test } from 'vitest';
import { compileData } from '../../../src/template/interpolation/data.ts';
import { brief, problemsOf } from '../problems.ts';

test('strings are filled in at any depth; keys and everything else stay', () => {
  const data = { 'k {{ a }}': ['{{ a }}', 1, null, { x: '{{ b }}!', y: true }] };
  const template = compileData(data);
  expect(template.roots).toEqual(['a', 'b']);
  expect(template.evaluate({ a: [1], b: 'c' })).toEqual({
    'k {{ a }}': [[1], 1, null, { x: 'c!', y: true }],
  });
});

test('data without expressions is handed through', () => {
  const data = { a: ['b'] };
  expect(compileData(data).evaluate({})).toBe(data);
});

test('every problem has the place of its own string', () => {
  const data = { a: '{{ x }}', b: ['{{ y', '{{ | }}'] };
  const lines: Record<string, number> = { a: 1, 'b.0': 2, 'b.1': 3 };
  const placeOf = (path: readonly (string | number)[]) => ({
    file: 'f',
    line: lines[path.join('.')] ?? 0,
    column: 1,
  });
  expect(brief(problemsOf(() => compileData(data, placeOf)))).toEqual([
    'unreadable-expression 2:1+2',
    'unreadable-expression 3:4+1',
  ]);
  const readable = { a: '{{ x }}', b: ['{{ y }}', 'z'] };
  expect(brief(problemsOf(() => compileData(readable, placeOf).evaluate({})))).toEqual([
    'undefined-variable 1:4+1',
    'undefined-variable 2:4+1',
  ]);
});

test('a key of the name __proto__ stays a key', () => {
  const data = JSON.parse('{"__proto__": {"polluted": "{{ a }}"}}');
  const value = compileData(data).evaluate({ a: 1 });
  expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1}}');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});
