import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { TEMPLATE_FUNCTIONS } from '../../../src/template/handlebars/template-functions.ts';
import { problemsOf } from '../problems.ts';

test.each(Object.entries(TEMPLATE_FUNCTIONS))(
  'the example of %s',
  (name, { example: [template, result] }) => {
    expect(template).toContain(name);
    expect(compileTemplate(template, 'f', 'text').render({})).toBe(result);
  },
);

test.each([
  ['{{upper name}}', 'WEB'],
  ['{{join (sort names) "+"}}', 'a+b'],
  ['{{#if (match name "^w")}}yes{{/if}}', 'yes'],
  ['{{regex_replace name "e" "i"}}', 'wib'],
  ['{{ipaddr cidr "network"}}', '10.0.0.0'],
  ['{{#if (defined speed)}}yes{{else}}no{{/if}}', 'no'],
])('a filter or test of expressions is a function of templates: %s', (template, text) => {
  const values = { name: 'web', names: ['b', 'a'], cidr: '10.0.0.5/24' };
  expect(compileTemplate(template, 'f', 'text').render(values)).toBe(text);
});

test('a filter that cannot work with its argument says so', () => {
  const problems = problemsOf(() => compileTemplate('{{ipmath name 1}}', 'f', 'text').render({ name: 'x' }));
  expect(problems).toMatchObject([{ code: 'bad-argument', detail: 'ipmath: x is no address.' }]);
});
