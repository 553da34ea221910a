import { expect, test } from 'vitest';
import { PendingError } from '../../../src/template/interpolation/pending.ts';
import { createScope, type Scope } from '../../../src/template/interpolation/scope.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';
import type { Variable } from '../../../src/template/interpolation/variable.ts';
import { problemsOf } from '../problems.ts';

function scopeOf(values: Record<string, unknown>): Scope {
  return createScope(written(values));
}

function written(values: Record<string, unknown>): Record<string, Variable> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

function waiting(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof PendingError) return error.names;
    throw error;
  }
  throw new Error('nothing was waited for');
}

test('variables are settled through each other, with their types, however deep', () => {
  const scope = scopeOf({
    net: { address: '{{ base }}.1', mtu: '{{ mtu }}', names: ['{{ host }}', 'x'] },
    base: '10.{{ site }}.0',
    site: 7,
    mtu: '{{ site * 1000 }}',
    host: 'hv',
  });
  expect(scope.get(['net', 'site'])).toEqual({
    net: { address: '10.7.0.1', mtu: 7000, names: ['hv', 'x'] },
    site: 7,
  });
});

test('what is not asked for does no harm; what is not there is left out', () => {
  const scope = scopeOf({ a: 1, broken: '{{', cyclic: '{{ cyclic }}', undefined_name: '{{ nope }}' });
  expect(scope.get(['a', 'nope'])).toEqual({ a: 1 });
});

test('a value is settled once', () => {
  const scope = scopeOf({ a: { list: ['{{ b }}'] }, b: 1 });
  expect(scope.get(['a']).a).toBe(scope.get(['a']).a);
  expect(scope.child({}).get(['a']).a).toBe(scope.get(['a']).a);
});

test('what replaces a name is seen by all that refers to it, and only in the scope that has it', () => {
  const scope = scopeOf({ url: 'http://{{ where }}/', where: '{{ host }}:80', host: 'a', other: '{{ 1 }}' });
  const child = scope.child(written({ host: 'b' }));
  expect(child.get(['url', 'other'])).toEqual({ url: 'http://b:80/', other: 1 });
  expect(scope.get(['url'])).toEqual({ url: 'http://a:80/' });
  expect(child.child(written({ where: 'c' })).get(['url'])).toEqual({ url: 'http://c/' });
});

test('what a loop or a host yields is no template, also when a template refers to it', () => {
  const scope = scopeOf({ label: '<{{ item.name }}>' });
  const child = scope.child({ item: { value: { name: '{{ secret }}' }, settled: true } });
  expect(child.get(['label', 'item'])).toEqual({ label: '<{{ secret }}>', item: { name: '{{ secret }}' } });
});

test('a value that is text with braces is not read again by the next variable', () => {
  const scope = scopeOf({ a: "{{ '{{' }} b }}", b: 1, c: '{{ a }}', d: '{{ c }}!' });
  expect(scope.get(['d'])).toEqual({ d: '{{ b }}!' });
});

test('all problems of all the names show at once, each once, with their places', () => {
  const place = { file: 'vars.yaml', line: 4, column: 6 };
  const inner = { file: 'vars.yaml', line: 9, column: 12 };
  const scope = createScope({
    a: { value: 'x {{ nope }}', place },
    b: { value: '{{ a }} {{ a }}' },
    c: {
      value: { deep: ['{{ nada }}'] },
      place,
      placeOf: (path) => (path.join('.') === 'deep.0' ? inner : undefined),
    },
  });
  expect(problemsOf(() => scope.get(['b', 'c', 'a']))).toMatchObject([
    { code: 'undefined-variable', place: { line: 4, column: 11 } },
    { code: 'undefined-variable', place: { line: 9, column: 15 } },
  ]);
});

test('variables that cannot be read show together, and do not hide what is waited for', () => {
  const scope = scopeOf({ a: '{{ b }} {{ c }}', b: '{{', c: '{{ | }}', d: '{{ later }} {{ b }}' }).pending([
    'later',
  ]);
  expect(problemsOf(() => scope.get(['a']))).toHaveLength(2);
  expect(scope.waitsFor(['a', 'd'])).toEqual(['later']);
});

test('the names of all scopes are there to suggest', () => {
  const scope = scopeOf({ a: '{{ bridge_nmae }}', bridge_name: 'br0' });
  expect(problemsOf(() => scope.get(['a']))[0]?.hint).toBe('Did you mean `bridge_name`?');
  const child = scope.pending(['later']).child(written({ more: 1 }));
  expect([...child.names()]).toEqual(['more', 'later', 'a', 'bridge_name']);
  expect([...child.names()]).toHaveLength(4);
});

test.each([
  [{ a: '{{ a }}' }, 'a → a.'],
  [{ a: '{{ b }}', b: ['{{ c }}'], c: '{{ a }}' }, 'a → b → c → a.'],
  [{ a: '{{ b }}', b: '{{ b }}' }, 'b → b.'],
])('a circle is told as the chain of its names: %j', (values, chain) => {
  expect(problemsOf(() => scopeOf(values).get(['a']))).toMatchObject([
    { code: 'variable-cycle', detail: chain },
  ]);
});

test('a child that replaces a name of a circle opens it', () => {
  const scope = scopeOf({ a: '{{ b }}', b: '{{ a }}' });
  expect(scope.child(written({ b: 1 })).get(['a'])).toEqual({ a: 1 });
  expect(problemsOf(() => scope.get(['a']))).toHaveLength(1);
});

test('what depends on something pending waits for it, named', () => {
  const scope = scopeOf({ a: '{{ result.stdout }}', b: '{{ a }} {{ facts.kernel }}', c: 1 }).pending([
    'result',
    'facts',
  ]);
  expect(scope.get(['c'])).toEqual({ c: 1 });
  expect(scope.waitsFor(['c'])).toEqual([]);
  expect(scope.waitsFor(['b', 'c'])).toEqual(['facts', 'result']);
  expect(waiting(() => scope.get(['b']))).toEqual(['facts', 'result']);
  expect(waiting(() => scope.get(['result']))).toEqual(['result']);
  const known = scope.child({ result: { value: { stdout: '{{ x' }, settled: true } });
  expect(known.get(['a'])).toEqual({ a: '{{ x' });
  expect(waiting(() => known.get(['b']))).toEqual(['facts']);
});

test('names of JavaScript are names like any other', () => {
  const scope = scopeOf({ constructor: 'c', toString: '{{ constructor }}' });
  expect(scope.get(['constructor', 'toString', '__proto__', 'valueOf'])).toEqual({
    constructor: 'c',
    toString: 'c',
  });
});

test('a variable that refers to what is not there is absent for whoever may go without it', () => {
  const scope = scopeOf({
    a: '{{ nope }}',
    b: "{{ a | default('other') }}",
    c: '{{ a is defined }}',
    d: '{{ a }}',
  });
  expect(scope.get(['b', 'c'])).toEqual({ b: 'other', c: false });
  expect(scope.evaluate(compileText("{{ a | default('mine') }}"))).toBe('mine');
  expect(scope.evaluate(compileText("{{ a if c else 'x' }}"))).toBe('x');
  const problems = problemsOf(() => scope.get(['d']));
  expect(problems.map(({ detail }) => detail)).toEqual(['There is no variable `nope`.']);
});

test('what is asked for and needed, too, says where it is wrong', () => {
  const scope = scopeOf({ a: '{{ nope }}' });
  const problems = problemsOf(() => scope.evaluate(compileText('{{ a is undefined and a > 1 }}')));
  expect(problems.map(({ detail }) => detail)).toEqual(['There is no variable `nope`.']);
});
