import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { kindOf } from '../../../src/template/output/outputs.ts';
import { brief, problemsOf } from '../problems.ts';

const VALUES = {
  mtu: 1500,
  names: ['a', 'b'],
  hosts: [{ mac: '01', name: 'web' }, { mac: '02' }],
  dns: { domain: 'lab', servers: [] },
};

function render(text: string, values: Record<string, unknown> = VALUES): string {
  return compileTemplate(text, 'f', 'text').render(values);
}

test.each([
  ['{{mtu}} {{dns.domain}}', '1500 lab'],
  ['{{#each names}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}', '0a,1b'],
  [
    '{{#each hosts}}{{mac}} {{#if name}}{{name}}{{else}}-{{/if}} {{../mtu}};{{/each}}',
    '01 web 1500;02 - 1500;',
  ],
  ['{{#each hosts as |host i|}}{{i}}{{host.mac}}{{@root.mtu}};{{/each}}', '0011500;1021500;'],
  ['{{#each dns}}{{@key}};{{/each}}', 'domain;servers;'],
  ['{{#each dns.servers}}x{{else}}none{{/each}}', 'none'],
  ['{{#with dns}}{{domain}} {{../mtu}}{{/with}}', 'lab 1500'],
  ['{{#if (eq mtu 9000)}}jumbo{{else if (eq mtu 1500)}}usual{{else}}odd{{/if}}', 'usual'],
  ['{{#unless dns.search}}no search{{/unless}}', 'no search'],
  ['{{names.length}} {{names.[1]}} {{lookup names 0}}', '2 b a'],
  ['{{default lease "1h"}} {{default dns.lease mtu}} {{default dns.a.b "x"}}', '1h 1500 x'],
  ['{{#if (or dns.lease mtu)}}yes{{/if}}{{#if (and dns.lease mtu)}}no{{/if}}', 'yes'],
  ['{{#*inline "h"}}[{{mac}}]{{/inline}}{{#each hosts}}{{> h}}{{/each}}{{> h mac="03"}}', '[01][02][03]'],
  ['{{"{{"}} {{!-- note }} --}}\\{{mtu}}', '{{ {{mtu}}'],
  ['{{#if mtu}}\n  a\n{{/if}}\nb\n', '  a\nb\n'],
  ['a {{~mtu~}} b', 'a1500b'],
])('%s', (template, text) => {
  expect(render(template)).toBe(text);
});

test('the roots are the variables it names, and no others', () => {
  const text =
    '{{a}}{{b.x}}{{#each c}}{{x}}{{../d}}{{@root.e}}{{#if y}}{{../f}}{{/if}}{{/each}}{{#with g as |h|}}{{h.z}}{{/with}}{{default i (join j ",")}}{{#if k}}{{/if}}';
  expect([...compileTemplate(text, 'f', 'text').roots].sort()).toEqual([...'abcdefgijk']);
});

test('one compilation serves every file of the same text, each with its own places', () => {
  const places = ['one', 'two'].map(
    (file) => problemsOf(() => compileTemplate('{{x}}', file, 'text').render({}))[0]?.place,
  );
  expect(places).toEqual([
    { file: 'one', line: 1, column: 3, length: 1, source: '{{x}}' },
    { file: 'two', line: 1, column: 3, length: 1, source: '{{x}}' },
  ]);
});

test('values of one rendering do not reach the next', () => {
  const template = compileTemplate('{{x}}', 'f', 'text');
  expect(template.render({ x: 1 })).toBe('1');
  expect(() => template.render({})).toThrow();
  expect(template.render({ x: 2 })).toBe('2');
});

test.each([
  ['network.xml.hbs', 'xml'],
  ['templates/web/Network.XML.hbs', 'xml'],
  ['netplan-bridge.yaml.hbs', 'yaml'],
  ['a.yml.hbs', 'yaml'],
  ['dnsmasq.conf.hbs', 'dnsmasq'],
  ['templates/dnsmasq.conf', 'dnsmasq'],
  ['lab.dnsmasq.conf.hbs', 'dnsmasq'],
  ['mydnsmasq.conf.hbs', 'text'],
  ['motd.hbs', 'text'],
  ['xml', 'text'],
])('%s makes %s', (name, kind) => {
  expect(kindOf(name)).toBe(kind);
});

test('a name that is not the last key of a path is asked for whatever the block', () => {
  expect(brief(problemsOf(() => render('{{#if dns.a.b}}{{/if}}')))).toEqual(['undefined-field 1:7+7']);
});
