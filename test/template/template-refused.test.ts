import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/handlebars/template.ts';
import { brief, problemsOf } from './problems.ts';

test.each([
  ['{{{a}}}', 'refused-template 1:1+7'],
  ['{{&a}}', 'refused-template 1:1+6'],
])('%s is refused where values are escaped, and only there', (text, expected) => {
  for (const kind of ['xml', 'yaml', 'dnsmasq'] as const) {
    expect(brief(problemsOf(() => compileTemplate(text, 'f', kind)))).toEqual([expected]);
  }
  expect(compileTemplate(text, 'f', 'text').render({ a: '<' })).toBe('<');
});

test.each([
  ['{{this}}', '1:3+4'],
  ['{{.}}', '1:3+1'],
  ['{{@root}}', '1:3+5'],
  ['{{#each this}}{{/each}}', '1:9+4'],
  ['{{lookup @root "a"}}', '1:10+5'],
  ['{{../a}}', '1:3+4'],
  ['{{@a}}', '1:3+2'],
  ['{{a b}}', '1:3+1'],
  ['{{eq 1}}', '1:3+2'],
  ['{{eq 1 2 3}}', '1:3+2'],
  ['{{concat "a"}}', '1:3+6'],
  ['{{eq 1 2 x=3}}', '1:3+2'],
  ['{{#a}}{{/a}}', '1:4+1'],
  ['{{#each a b}}{{/each}}', '1:4+4'],
  ['{{#each}}{{/each}}', '1:4+4'],
  ['{{> a}}', '1:1+7'],
  ['{{> (concat "a" "b")}}', '1:1+22'],
  ['{{#*inline "a"}}{{/inline}}{{> a b c}}', '1:36+1'],
  ['{{#> a}}{{/a}}', '1:1+14'],
  ['{{* a}}', '1:1+7'],
  ['{{#*a "b"}}{{/a}}', '1:1+17'],
  ['{{#if true}}{{#*inline "a"}}{{/inline}}{{/if}}', '1:13+27'],
])('%s', (text, at) => {
  expect(brief(problemsOf(() => compileTemplate(text, 'f', 'text')))).toEqual([`refused-template ${at}`]);
});

test.each([
  ['a\n{{#if b}}\nc', '2:1+9'],
  ['{{#if b}}{{#each c}}{{/each}}', '1:1+9'],
  ['{{#if b}}{{/each}}', '1:4+2'],
  ['a\n  b {{else}}', '2:5+1'],
  ['a\n b {{c d=}} e', '2:10+1'],
  ['long text before it {{c d=}}', '1:27+1'],
  ['{{a', '1:3+1'],
  ['{{}}', '1:3+1'],
  ['{{a/../b}}', '1:3+6'],
  ['{{/if}}', '1:1+1'],
  [`{{#if a}}b{{else}}${'{{#if a}}'.repeat(250)}${'{{/if}}'.repeat(251)}`, `1:${18 + 9 * 249 + 1}+9`],
  [`{{#if a}}${'{{else if a}}'.repeat(250)}{{/if}}`, `1:${9 + 13 * 249 + 1}+13`],
  [`{{#if a}}${'{{ else if a}}'.repeat(250)}{{/if}}`, `1:${9 + 14 * 249 + 1}+14`],
  ['{{#if b}}{{!-- {{#each c}} --}}\\{{#with d}}', '1:1+9'],
])('%j cannot be read', (text, at) => {
  expect(brief(problemsOf(() => compileTemplate(text, 'f', 'text')))).toEqual([`unreadable-template ${at}`]);
});

test('blocks that are escaped or in a comment stand in no other', () => {
  const text = `{{!-- ${'{{#if a}}'.repeat(300)} --}}${'\\{{#if a}} '.repeat(300)}`;
  expect(compileTemplate(text, 'f', 'text').render({})).toBe('{{#if a}} '.repeat(300));
});

test('everything that is refused shows at once', () => {
  expect(brief(problemsOf(() => compileTemplate('{{a b}}\n{{#c}}{{/c}}{{> d}}', 'f', 'text')))).toEqual([
    'refused-template 1:3+1',
    'refused-template 2:4+1',
    'refused-template 2:13+7',
  ]);
});

test('thousands of parentheses in one another are told of', () => {
  const deep = `{{#if ${'(not '.repeat(2000)}a${')'.repeat(2000)}}}{{/if}}`;
  const [problem] = problemsOf(() => compileTemplate(deep, 'f', 'text').render({ a: 1 }));
  expect(problem?.code).toBe('endless-template');
});
