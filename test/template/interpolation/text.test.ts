import { expect, test } from 'vitest';
import { compileText } from '../../../src/template/interpolation/text.ts';
import { brief, problemsOf } from '../problems.ts';

const VALUES = {
  mtu: 1500,
  ratio: 0.5,
  on: true,
  none: null,
  name: 'web',
  list: ['a', 'b'],
  map: { mtu: 9000, 'x-y': 1 },
};
const PLACE = { file: 'p.yaml', line: 7, column: 11 };

function evaluate(text: string): unknown {
  return compileText(text, PLACE).evaluate(VALUES);
}

test.each<[string, unknown]>([
  ['plain', 'plain'],
  ['', ''],
  ['a } }} b', 'a } }} b'],
  ['{{ mtu }}', 1500],
  ['{{mtu}}', 1500],
  ['{{ mtu + 1 }}', 1501],
  ['{{ mtu / 4 }}', 375],
  ['{{ ratio * 2.0 }}', 1],
  ['{{ mtu + ratio }}', 1500.5],
  ['{{ name | upper }}', 'WEB'],
  ["{{ speed | default('x') }}", 'x'],
  ['{{ list | map("upper") | join("+") }}', 'A+B'],
  ['{{ speed if on and not on else mtu }}', 1500],
  ['{{ double(mtu) * ratio }}', 750],
  ['{{ on }}', true],
  ['{{ none }}', null],
  ['{{ list }}', ['a', 'b']],
  ['{{ map }}', { mtu: 9000, 'x-y': 1 }],
  ["{{ map['x-y'] }}", 1],
  [
    '{{ list.map(x, {"name": x, "mtu": mtu}) }}',
    [
      { name: 'a', mtu: 1500 },
      { name: 'b', mtu: 1500 },
    ],
  ],
  ['{{ size(list) }}', 2],
  ['mtu {{ mtu }}', 'mtu 1500'],
  [' {{ mtu }}', ' 1500'],
  ['{{ name }}{{ mtu }}', 'web1500'],
  ['{{ on }}, {{ ratio }}', 'True, 0.5'],
  ['x {{ list }} {{ map }}|{{ none }}', "x ['a', 'b'] {'mtu': 9000, 'x-y': 1}|"],
  ['{{ mtu / 4 }} of', '375.0 of'],
  ["{{ list.join(', ') }}", 'a, b'],
  ["{{ '{{' }} x }}", '{{ x }}'],
  ["{{ '}}' }}", '}}'],
  ['{{ {"a": {"b": mtu}} }}', { a: { b: 1500 } }],
  ["{{ {'}}': 1}['}}'] }}", 1],
  ["{{ '''it's'''  + name }}", "it'sweb"],
  ['{{ mtu > 1000 ? "big" : "small" }}', 'big'],
  ['{{ default(speed, 10) }}', 10],
  ['{{ default(map.speed, mtu) }}', 1500],
  ['{{ default(none, 1) }}', 1],
  ['{{ default(on, false) }}', true],
  ['{{ defined(speed) }} {{ defined(map.mtu) }} {{ defined(none) }}', 'False True True'],
  ['{{ defined(speed) && speed > 1 }}', false],
  ['{{ map.?speed.orValue(7) }}', 7],
  ['{{ has(map.speed) }}', false],
  ['{{ "a" in list && "mtu" in map }}', true],
  ['{{ cel.bind(x, mtu, x + x) }}', 3000],
  // Values of Ansible 2.14: a backslash is itself between braces, and an escape in a statement.
  [String.raw`{{ 'eth0' | regex_replace('(\d)', '-\1') }}`, 'eth-0'],
  [String.raw`{{ "a\tb" | length }} {{ 'a\\b' }}`, String.raw`4 a\\b`],
  [String.raw`{% set x = "a\tb" %}{{ x | length }} {{ "\t" | length }}`, '3 2'],
  [String.raw`{{ 'it\'s' }}`, "it's"],
  // What an if without else leaves.
  ["a{{ 'x' if mtu < 0 }}b", 'ab'],
  ["{{ 'x' if mtu < 0 }}", ''],
  ["{{ ('x' if mtu < 0) | default('d') }} {{ ('x' if mtu < 0) is defined }}", 'd False'],
  ["{{ 'a' ~ ('x' if mtu < 0) | upper }}", 'a'],
  ["{% set x = 'y' if mtu < 0 %}[{{ x }}]", []],
  ['{{ 1 if (on if mtu < 0) else 2 }}', 2],
])('%s', (text, value) => {
  expect(evaluate(text)).toEqual(value);
});

test('the roots are the variables it names, and no others', () => {
  const text =
    '{{ a.b + c[d] }} {{ e.map(x, x.f + g) }} {{ default(h, 1) }} {{ has(i.j) }} {{ cel.bind(k, l, k) }} {{ "m" }}';
  expect([...compileText(text).roots].sort()).toEqual(['a', 'c', 'd', 'e', 'g', 'h', 'i', 'l']);
});

test.each([
  ['{{ mtuu }}', 'undefined-variable 7:14+4'],
  ['a {{ b }}', 'undefined-variable 7:16+1'],
  ['{{ list.map(x, x + y) }}', 'undefined-variable 7:30+1'],
  ['{{ false && z }}', 'undefined-variable 7:23+1'],
  ['{{ constructor }}', 'undefined-variable 7:14+11'],
  ['{{ map.speed }}', 'undefined-field 7:18+5'],
  ['{{ map["speed"] }}', 'undefined-field 7:14+12'],
  ['{{ list[2] }}', 'bad-expression 7:14+7'],
  ['{{ mtu + name }}', 'bad-expression 7:14+10'],
  ['{{ mtu / 0 }}', 'bad-expression 7:14+7'],
  ['{{ map.?speed }}', 'bad-expression 7:14+10'],
  ['{{ 9007199254740993 }}', 'bad-expression 7:14+16'],
  ['{{ speed(1) }}', 'bad-expression 7:14+8'],
  ["{{ netmask('x') }}", 'bad-expression 7:14+12'],
  ['{{ timestamp("2024-01-01T00:00:00Z") }}', 'bad-expression 7:14+33'],
  ['{{ default(1 + 1, 2) }}', 'refused-expression 7:22+5'],
  ['x {{ omit }}', 'bad-expression 7:16+4'],
  ['x {{ mtu', 'unreadable-expression 7:13+2'],
  ['{{ }}', 'unreadable-expression 7:14+1'],
  ['{{ mtu + }}', 'unreadable-expression 7:19+1'],
  ["{{ 'a }}", 'unreadable-expression 7:14+2'],
  ['{{ name | uper }}', 'bad-expression 7:21+4'],
  ['{{ name is srting }}', 'bad-expression 7:22+6'],
  ['{{ name.uper() }}', 'bad-expression 7:19+4'],
  ['{{ mtu is defined and speed }}', 'undefined-variable 7:33+5'],
])('%s', (text, problem) => {
  expect(brief(problemsOf(() => evaluate(text)))).toEqual([problem]);
});

test('all of a text at once', () => {
  expect(brief(problemsOf(() => evaluate('{{ a }} {{ mtu }} {{ b + c }}')))).toEqual([
    'undefined-variable 7:14+1',
    'undefined-variable 7:32+1',
    'undefined-variable 7:36+1',
  ]);
});

test.each([
  ['{{ mtuu }}', 'Did you mean `mtu`?'],
  ['{{ map.mut }}', 'Did you mean `mtu`?'],
  ['{{ hots("10.0.0.0/24", 1) }}', 'Did you mean `host`?'],
  ['{{ zzz }}', 'default(zzz, …)'],
  ["{{ name | defualt('x') }}", 'Did you mean `default`?'],
  ['{{ name is deifned }}', 'Did you mean `defined`?'],
  ['{{ name.strartswith("w") }}', 'Did you mean `startswith`?'],
  ['{{ name + 1 }}', 'string(number)'],
  ['{{ host(1, 2) }}', 'host(value, n)'],
])('%s comes with the hint %s', (text, hint) => {
  expect(problemsOf(() => evaluate(text))[0]?.hint).toContain(hint);
});

test('a variable may be called like a type of the language', () => {
  const values = { type: 'nat', string: 's', optional: 'o', google: 'g', cel: 'c' };
  const text = '{{ type + string + optional + google + cel + default(int, "i") }}';
  expect(compileText(text).evaluate(values)).toBe('natsogci');
  expect(
    compileText('{{ type(type) == string && type(type) != int && cel.bind(x, 1, x) == 1 }}').evaluate(values),
  ).toBe(true);
  expect(compileText('{{ optional.none().orValue(type) }}').evaluate(values)).toBe('nat');
});

test.each([
  ["<bridge name='{{ x }}'/>", "a'/><forward mode='open"],
  ['<name>{{ x }}</name>\n', '</name><b/>'],
  ["{% for y in [x] %}<host name='{{ y }}'/>{% endfor %}", "a' b='"],
  ["<?xml version='1.0'?><a b='{{ x }}'/>", 'a\nb'],
])('a value does not change the XML that it is written into: %s with %j', (text, x) => {
  expect(problemsOf(() => compileText(text, PLACE).evaluate({ x }))).toMatchObject([
    { code: 'unsafe-value', place: { file: 'p.yaml', line: 7 }, hint: expect.stringContaining('| e') },
  ]);
});

test.each([
  ["<bridge name='{{ x }}'/>", 'virbr9', "<bridge name='virbr9'/>"],
  ['<a>{{ x | e }}</a>\n', '<b>', '<a>&lt;b&gt;</a>\n'],
  ['<a>{{ x | safe }}</a>', '<b/>', '<a><b/></a>'],
  ['{{ x }}', '<a/>', '<a/>'],
  ['tee <in >{{ x }}', '<a>', 'tee <in ><a>'],
])('what is escaped, meant so or no XML is written: %s', (text, x, result) => {
  expect(compileText(text).evaluate({ x })).toBe(result);
});
