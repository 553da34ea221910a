import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { brief, problemsOf } from '../problems.ts';
import { anyCharacter } from './any-text.ts';

const WHOLE = compileTemplate('a: {{v}}\nb: [{{v}}, {{v}}]\nc:\n  - {{v}} # note\n{{v}}: d\n', 'f', 'yaml');

test.each(['1.2', '1.1'] as const)(
  'whatever text is put in, a parser of YAML %s gives it back',
  (version) => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (v) => {
        fc.pre(!v.includes('\0') && !['a', 'b', 'c'].includes(v));
        const written = WHOLE.render({ v });
        expect(written).toMatch(/^[ -~\n]*$/);
        expect(parse(written, { version })).toEqual({ a: v, b: [v, v], c: [v], [v]: 'd' });
      }),
      { numRuns: 500 },
    );
  },
);

test('what looks like another type stays text; numbers, booleans and null stay what they are', () => {
  const template = compileTemplate('[{{a}}, {{b}}, {{c}}, {{d}}, {{e}}, {{f}}]', 'f', 'yaml');
  const values = { a: 'yes', b: '0755', c: '1_000', d: 1500, e: false, f: null };
  expect(parse(template.render(values), { version: '1.1' })).toEqual([
    'yes',
    '0755',
    '1_000',
    1500,
    false,
    null,
  ]);
});

const PARTS = compileTemplate(
  'a: br-{{v}}\nb: "{{v}}.x y"\nc: \'{{v}}\'\nd: {{v}}/24\ne: |\n  x {{v}}\n',
  'f',
  'yaml',
);

test('text that is harmless may be part of a scalar', () => {
  const harmless = fc.stringMatching(/^[\w./:][\w./:-]{0,10}\w$/);
  fc.assert(
    fc.property(harmless, (v) => {
      expect(parse(PARTS.render({ v }))).toEqual({
        a: `br-${v}`,
        b: `${v}.x y`,
        c: v,
        d: `${v}/24`,
        e: `x ${v}\n`,
      });
    }),
  );
});

test.each([
  'a b',
  'a: b',
  '#',
  '"',
  "'",
  '- a',
  '-',
  'a:',
  '\n',
  'é',
  '{',
  '*a',
  '&a',
  '!a',
  '%',
  '@',
  '`',
  '\\',
])('%j may not', (v) => {
  const template = compileTemplate('a: br-{{v}}\n', 'f', 'yaml');
  expect(brief(problemsOf(() => template.render({ v })))).toEqual(['unsafe-value 1:7+5']);
});

test('tags of blocks do not count as text beside a value', () => {
  const template = compileTemplate(
    '[{{#each l}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}]',
    'f',
    'yaml',
  );
  expect(parse(template.render({ l: ['a b', 'c'] }))).toEqual(['a b', 'c']);
});

test.each([
  ['NUL', 'a\0'],
  ['half a character', '\udfff'],
  ['a list', ['a']],
  ['a map', { a: 1 }],
  ['not a number', Number.NaN],
])('%s is refused', (_, v) => {
  const template = compileTemplate('a: {{v}}\n', 'f', 'yaml');
  expect(brief(problemsOf(() => template.render({ v })))).toEqual(['unsafe-value 1:4+5']);
});
