import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/handlebars/template.ts';
import { compileText } from '../../src/template/interpolation/text.ts';
import { problemsOf } from './problems.ts';

const VALUES = { text: 'a', list: ['a'], map: { k: 'v' }, number: 1, nothing: null };
const INHERITED = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'valueOf',
];
const HOLDERS = ['text', 'list', 'map', 'number', 'nothing'];

const paths = HOLDERS.flatMap((holder) => INHERITED.map((name) => [holder, name] as const));

test.each(paths)('nothing inherited is reached by %s.%s', (holder, name) => {
  const templates = [
    `{{${holder}.${name}}}`,
    `{{#if ${holder}.${name}.x}}{{/if}}`,
    `{{#each ${holder}.${name}}}{{/each}}`,
  ];
  for (const template of templates) {
    expect(problemsOf(() => compileTemplate(template, 'f', 'text').render(VALUES))).toHaveLength(1);
  }
  for (const expression of [`{{ ${holder}.${name} }}`, `{{ ${holder}["${name}"] }}`, `{{ ${name} }}`]) {
    expect(problemsOf(() => compileText(expression).evaluate(VALUES))).toHaveLength(1);
  }
  expect(compileText(`{{ defined(${holder}.${name}) }}`).evaluate(VALUES)).toBe(false);
});

test.each(INHERITED)('lookup reaches nothing inherited: %s', (name) => {
  const template = compileTemplate('{{#if (lookup map name)}}reached{{/if}}', 'f', 'text');
  expect(template.render({ ...VALUES, name })).toBe('');
});

test('a map with such keys of its own gives their values, and nothing is polluted', () => {
  const map: unknown = JSON.parse('{"constructor": "c", "__proto__": {"polluted": 1}}');
  expect(compileTemplate('{{map.constructor}} {{map.__proto__.polluted}}', 'f', 'text').render({ map })).toBe(
    'c 1',
  );
  expect(compileText('{{ map.constructor }}').evaluate({ map })).toBe('c');
  const copy = compileText('{{ map }}').evaluate({ map });
  expect(JSON.stringify(copy)).toBe(JSON.stringify(map));
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('functions and objects of a class are never called or read', () => {
  let called = 0;
  const values = {
    f: () => called++,
    map: {
      f: () => called++,
      date: new Date(0),
      get g() {
        return called++;
      },
    },
  };
  for (const template of [
    '{{f}}',
    '{{map.f}}',
    '{{map.date}}',
    '{{map.g}}',
    '{{#each f}}{{/each}}',
    '{{eq map.date.getTime 1}}',
  ]) {
    expect(problemsOf(() => compileTemplate(template, 'f', 'text').render(values))).toHaveLength(1);
  }
  expect(called).toBe(0);
});

test('helpers of Handlebars itself that reach further are not there', () => {
  for (const name of ['helperMissing', 'blockHelperMissing', 'value of', '__defineGetter__', 'constructor']) {
    for (const tag of [
      `{{[${name}] text}}`,
      `{{#if ([${name}] text)}}{{/if}}`,
      `{{#[${name}] text}}{{/[${name}]}}`,
    ]) {
      expect(problemsOf(() => compileTemplate(tag, 'f', 'text'))).toHaveLength(1);
    }
  }
});

test('what a value says is never run: not as expression, template or code', () => {
  const values = { text: '{{ 1 + 1 }}{{{x}}}${process.exit(1)}' };
  expect(compileText('<{{ text }}>').evaluate(values)).toBe(`<${values.text}>`);
  expect(compileTemplate('<{{text}}>', 'f', 'text').render(values)).toBe(`<${values.text}>`);
});

test('text and names of a template are data in the code that Handlebars makes of it', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...'a"\'`;()$/*,\n\u2028'), minLength: 1 });
  fc.assert(
    fc.property(
      nasty,
      nasty.filter((name) => !/[\n\u2028]/.test(name)),
      (text, name) => {
        const template = compileTemplate(`\\${text}{{map.[${name}]}}{{lookup map "key"}}`, 'f', 'text');
        expect(template.render({ map: { [name]: 'a', key: 'b' } })).toBe(`\\${text}ab`);
      },
    ),
  );
});

test.each([
  ['very many operators', `{{ ${Array.from({ length: 2000 }, () => '1').join(' + ')} }}`],
  ['very deep parentheses', `{{ ${'('.repeat(500)}1${')'.repeat(500)} }}`],
  ['a very long list', `{{ [${Array.from({ length: 500 }, () => '1').join()}] }}`],
])('%s are refused', (_, text) => {
  expect(problemsOf(() => compileText(text))).toMatchObject([{ code: 'unreadable-expression' }]);
});

test('a partial that writes itself ends', () => {
  const template = compileTemplate('{{#*inline "a"}}{{> a}}{{/inline}}{{> a}}', 'f', 'text');
  expect(problemsOf(() => template.render({}))).toMatchObject([{ code: 'endless-template' }]);
});

test.each(['{{safe x}}', '{{escape x}}', '{{forceescape x}}', '{{#with (safe x)}}{{this}}{{/with}}'])(
  'nothing makes a line break safe in the dnsmasq configuration of Handlebars: %s',
  (template) => {
    const compiled = compileTemplate(template, 'f', 'dnsmasq');
    expect(problemsOf(() => compiled.render({ x: 'a\nb' }))).toMatchObject([{ code: 'unsafe-value' }]);
  },
);
