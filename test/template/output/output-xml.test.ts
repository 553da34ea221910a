import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { brief, problemsOf } from '../problems.ts';
import { anyCharacter } from './any-text.ts';

const BOTH = compileTemplate('<n a="{{v}}" b=\'{{v}}\'>{{v}}</n>', 'n.xml.hbs', 'xml');

function parse(xml: string) {
  const onError = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
  return [root?.getAttribute('a'), root?.getAttribute('b'), root?.textContent];
}

/** Text that XML can hold, heavy on what means something in it. */
const xmlText = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'<>&"\'\t\n\r]-;#x{}='),
      fc.string({ unit: anyCharacter, maxLength: 1 }),
    ),
  })
  .filter((text) => !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u.test(text));

test('whatever text is put in, a parser gives it back', () => {
  fc.assert(
    fc.property(xmlText, (v) => {
      expect(parse(BOTH.render({ v }))).toEqual([v, v, v]);
    }),
    { numRuns: 500 },
  );
});

test('numbers and booleans are written as they are', () => {
  const template = compileTemplate('{{a}} {{b}} {{c}}', 'f', 'xml');
  expect(template.render({ a: 1500, b: 0.5, c: true })).toBe('1500 0.5 true');
});

test.each([
  ['NUL', '\0'],
  ['a control character', 'a\x08'],
  ['escape', '\x1b[0m'],
  ['no character', '\ufffe'],
  ['half a character', '\ud800'],
  ['null', null],
  ['a list', []],
  ['a map', {}],
  ['infinity', Number.POSITIVE_INFINITY],
  ['not a number', Number.NaN],
])('%s is refused', (_, v) => {
  expect(brief(problemsOf(() => BOTH.render({ v })))).toEqual([
    'unsafe-value 1:7+5',
    'unsafe-value 1:17+5',
    'unsafe-value 1:24+5',
  ]);
});

test.each([
  ['<a {{v}}/>', 4],
  ['<a b={{v}}/>', 6],
  ['<{{v}}/>', 2],
  ['<a></{{v}}>', 6],
  ['<!-- {{v}} -->', 6],
  ["<!-- '-' {{v}} -->", 10],
  ['<![CDATA[{{v}}]]>', 10],
  ['<?xml {{v}}?>', 7],
  ['<a b="c"{{v}}/>', 9],
  ['<a b="{{#if (eq v "x")}}c{{/if}}" {{v}}/>', 35],
])('%s has no safe place', (template, column) => {
  expect(brief(problemsOf(() => compileTemplate(template, 'f', 'xml')))).toEqual([
    `refused-template 1:${column}+5`,
  ]);
});

test.each([
  '<a b="{{v}}"/>',
  "<a b='>{{v}}'/>",
  '<!-- " --><a>{{v}}</a>',
  '<![CDATA[ < ]]>{{v}}',
  '{{v}}',
  '<a b="1" c="{{v}}">',
])('%s has one', (template) => {
  expect(compileTemplate(template, 'f', 'xml').render({ v: 'x' })).toContain('x');
});
