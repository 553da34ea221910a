import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/handlebars/template.ts';
import { brief, problemsOf } from './problems.ts';

const VALUES = { mtu: 1500, names: ['a'], hosts: [{ mac: '01' }, {}], dns: { domain: 'lab' }, nothing: null };

function problems(text: string) {
  return problemsOf(() => compileTemplate(text, 'f.hbs', 'text').render(VALUES));
}

test.each([
  ['{{mtuu}}', 'undefined-variable 1:3+4'],
  ['{{#if mtuu}}{{/if}}', 'undefined-variable 1:7+4'],
  ['{{#unless mtuu}}{{/unless}}', 'undefined-variable 1:11+4'],
  ['{{#each mtuu}}{{/each}}', 'undefined-variable 1:9+4'],
  ['{{#with mtuu}}{{/with}}', 'undefined-variable 1:9+4'],
  ['{{join mtuu ","}}', 'undefined-variable 1:8+4'],
  ['{{#if (eq mtuu 1)}}{{/if}}', 'undefined-variable 1:11+4'],
  ['{{#if (not mtuu)}}{{/if}}', 'undefined-variable 1:12+4'],
  ['{{default mtu mtuu}}', 'undefined-variable 1:15+4'],
  ['{{#each names}}{{../mtuu}}{{/each}}', 'undefined-variable 1:18+7'],
  ['{{#each names}}{{@root.mtuu}}{{/each}}', 'undefined-variable 1:18+10'],
  ['{{#if mtu}}{{else}}{{mtuu}}{{/if}}', 'undefined-variable 1:22+4'],
  ['{{#*inline "p"}}{{mtuu}}{{/inline}}{{> p}}', 'undefined-variable 1:19+4'],
  ['{{#*inline "p"}}{{/inline}}{{> p a=mtuu}}', 'undefined-variable 1:36+4'],
  ['{{dns.domian}}', 'undefined-field 1:3+10'],
  ['{{#each dns.hosts}}{{/each}}', 'undefined-field 1:9+9'],
  ['{{#with dns.hosts}}{{/with}}', 'undefined-field 1:9+9'],
  ['{{join dns.hosts ","}}', 'undefined-field 1:8+9'],
  ['{{#each hosts}}{{mac}}{{/each}}', 'undefined-field 1:18+3'],
  ['{{#each hosts as |h|}}{{h.mac}}{{/each}}', 'undefined-field 1:25+5'],
  ['{{#each hosts}}{{this.mac}}{{/each}}', 'undefined-field 1:18+8'],
  ['{{#each hosts}}{{#if name.first}}{{/if}}{{/each}}', 'undefined-field 1:22+10'],
  ['{{mtu.x}}', 'undefined-field 1:3+5'],
  ['{{nothing.x}}', 'undefined-field 1:3+9'],
  ['{{nothing}}', 'unsafe-value 1:1+11'],
  ['{{lookup dns "x"}}', 'unsafe-value 1:1+18'],
  ['{{#each mtu}}{{/each}}', 'not-a-list 1:9+3'],
  ['{{#each nothing}}{{/each}}', 'not-a-list 1:9+7'],
  ['{{netmask dns.domain}}', 'bad-argument 1:1+22'],
  ['{{join mtu ","}}', 'bad-argument 1:1+16'],
])('%s', (template, expected) => {
  expect(brief(problems(template))).toEqual([expected]);
});

test('all of a template at once, in its order, with their lines', () => {
  expect(brief(problems('a\n  {{b}}\n{{#each hosts}}\n {{mac}}\n{{/each}}\n{{#if c}}\n{{/if}}'))).toEqual([
    'undefined-variable 2:5+1',
    'undefined-field 4:4+3',
    'undefined-variable 6:7+1',
  ]);
});

test('the nearest name is suggested', () => {
  expect(problems('{{mtuu}}')[0]?.hint).toBe('Did you mean `mtu`?');
  expect(problems('{{dns.domian}}')[0]?.hint).toBe('Did you mean `domain`?');
  const template = compileTemplate('{{bridge_nmae}}', 'f', 'text');
  expect(problemsOf(() => template.render({}, ['bridge_name']))[0]?.hint).toBe('Did you mean `bridge_name`?');
});

test('a variable that is meant inside a block is pointed at', () => {
  expect(problems('{{#each names}}{{mtu}}{{/each}}')[0]?.hint).toContain('@root.mtu');
});
