import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { celOf } from '../../../src/convert/cel.ts';
import { parseExpression } from '../../../src/template/expression/expression.ts';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';
import { compileJinja } from '../../../src/template/jinja/template.ts';
import { kindOf } from '../../../src/template/output/outputs.ts';
import type { Values } from '../../../src/template/values.ts';
import { files, ROOT, texts } from '../corpus.ts';
import type { Target } from '../target.ts';

const RECORDED = join(ROOT, 'test/recorded');
const read = (path: string): string => readFileSync(join(RECORDED, path), 'utf8');
const VALUES: Values = JSON.parse(read('expressions/variables.json'));
/** Without hashes of passwords, which are to take seconds. */
const EXPRESSIONS = read('expressions/expressions.txt')
  .split('\n')
  .filter((text) => text !== '' && !text.includes('password_hash'));

const WORDS = [
  ...[
    '**',
    '//',
    '==',
    '&&',
    '||',
    '.?',
    '[?',
    ' is ',
    ' not ',
    ' in ',
    ' if ',
    ' else ',
    ' and ',
    ' or ',
    '|map(',
  ],
  ...[
    '|select(',
    '|sort',
    '|combine(',
    '|int(',
    '|regex_replace(',
    '|format(',
    '* 1000000',
    '[::-1]',
    '(a+)+$',
  ],
  ...[
    "'%c'%",
    "|format('%999999999d')",
    '|indent(-5)',
    '|batch(',
    '|subelements(',
    '|ipaddr(',
    '|zip(',
    'range(9999999)',
  ],
];

/** Templates and texts of Jinja: the recorded ones, and each expression as one. */
const JINJA = texts(
  ...(JSON.parse(read('templates/cases.json')) as { text?: string; template?: string }[]).map(
    (one) => one.text ?? one.template ?? '',
  ),
  ...EXPRESSIONS.map((text) => `{{ ${text} }}`),
);

/** What is computed of what people, and hosts, write. */
export const TEMPLATES: readonly Target[] = [
  {
    name: 'expressions',
    corpus: texts(...EXPRESSIONS),
    words: WORDS,
    read: (input) => void parseExpression(input.toString()).evaluate(VALUES, Object.keys(VALUES)),
  },
  { name: 'cel', corpus: texts(...EXPRESSIONS), words: WORDS, read: (input) => void celOf(input.toString()) },
  {
    name: 'texts',
    corpus: JINJA,
    words: WORDS,
    read: (input) => void compileText(input.toString()).evaluate(VALUES),
  },
  {
    name: 'jinja',
    corpus: JINJA,
    words: [...WORDS, '{% for x in l %}', '{% endfor %}', '{% macro m() %}', '{% set x = 1 %}', '{%- raw %}'],
    read: (input) =>
      void compileJinja({ file: 'x.j2', text: input.toString() }, 'text', () => undefined).render(VALUES),
  },
  ...(['network.xml.hbs', 'netplan-bridge.yaml.hbs', 'dnsmasq.conf.hbs'] as const).map(
    (name): Target => ({
      name: `handlebars ${name}`,
      corpus: files(/\.hbs$/, 'templates'),
      words: [
        '{{#if d}}',
        '{{/if}}',
        '{{#each l}}',
        '{{/each}}',
        '{{else}}',
        '{{{d}}}',
        '{{> x}}',
        '(concat d u)',
        '../',
        '@index',
        '{{#*inline "x"}}',
      ],
      read: (input) => void compileTemplate(input.toString(), name, kindOf(name)).render(VALUES),
    }),
  ),
];
