import { describe, expect, test } from 'vitest';
import { compileJinja } from '../../../src/template/jinja/template.ts';
import type { Kind } from '../../../src/template/output/output.ts';
import type { Values } from '../../../src/template/values.ts';
import { problemsOf } from '../problems.ts';

const FILES: Readonly<Record<string, string>> = {
  'macros.j2':
    "{% macro host(h) %}<host name='{{ h }}'/>{% endmacro %}\n{% macro bad() %}{{ nope }}{% endmacro %}",
  'self.j2': "{% include 'self.j2' %}",
};

function compile(text: string, kind: Kind = 'text') {
  return compileJinja({ file: 'main.j2', text }, kind, (name) => {
    const inner = FILES[name];
    return inner === undefined ? undefined : { file: name, text: inner };
  });
}

const render = (text: string, kind: Kind, values: Values = {}) => compile(text, kind).render(values);

describe('a template knows before it is rendered', () => {
  test('which variables it names, those that it binds itself aside', () => {
    const text = '{% set a = b %}{% for c in d if c %}{{ a }}{{ c }}{{ loop.index }}{{ e }}{% endfor %}';
    expect(compile(text).roots).toEqual(['b', 'd', 'e']);
  });

  test('also those of the files that it includes', () => {
    expect(compile("{% import 'macros.j2' as m with context %}{{ m.host(x) }}").roots).toEqual(['nope', 'x']);
  });

  test.each([
    ['{% if a %}', 'This `if` is never closed.', 1, 3],
    ['\n {% fro a %}', 'There is no statement `fro`.', 2, 4],
    ['{% endif %}', 'There is nothing that this `endif` belongs to.', 1, 3],
    ['a\n{{ x', 'This `{{` is never closed.', 2, 1],
    ['{% for x in y | nope %}{% endfor %}', 'There is no filter `nope`.', 1, 17],
    ["{% include 'a' ~ b %}", 'This `include` does not name its file by a text.', 1, 3],
    ['{% extends "a" %}', 'There is no `extends` here.', 1, 3],
    ['#jinja2: nope: True\na', 'The first line has `nope: True`.', 1, 1],
  ])('what cannot be read: %j', (text, detail, line, column) => {
    const [problem] = problemsOf(() => compile(text));
    expect(problem).toMatchObject({ detail, place: { file: 'main.j2', line, column } });
  });
});

describe('what is wrong with values', () => {
  test('is said at once, each with its place', () => {
    const problems = problemsOf(() =>
      render('{{ a }}\n{% for x in [1, 2] %}{{ b }}{% endfor %}{{ c.d }}', 'text', { c: {} }),
    );
    expect(problems.map(({ place }) => [place?.line, place?.column])).toEqual([
      [1, 4],
      [2, 25],
      [2, 46],
    ]);
  });

  test('is shown in the file in which it stands', () => {
    const [problem] = problemsOf(() => render("{% import 'macros.j2' as m %}{{ m.bad() }}", 'text'));
    expect(problem).toMatchObject({
      code: 'undefined-variable',
      place: { file: 'macros.j2', line: 2, column: 21 },
    });
  });

  test('ends where a file includes itself', () => {
    const [problem] = problemsOf(() => render("{% include 'self.j2' %}", 'text'));
    expect(problem?.code).toBe('endless-template');
  });

  test('a variable is never changed', () => {
    const xs = [1];
    expect(problemsOf(() => render('{% set _ = xs.append(2) %}', 'text', { xs }))).toHaveLength(1);
    expect(render('{% set y = xs + [2] %}{% set _ = y.append(3) %}{{ y }}', 'text', { xs })).toBe(
      '[1, 2, 3]',
    );
    expect(xs).toEqual([1]);
  });
});

describe('a value does not change the file around it', () => {
  test.each<[Kind, string, string]>([
    ['xml', '<name>{{ x }}</name>', 'a</name><b/>'],
    ['xml', '<name>{{ x }}</name>', 'a\nb'],
    ['xml', "<host name='{{ x }}'/>", "a' b='c"],
    ['xml', '{% macro m(y) %}{{ y }}{% endmacro %}<a b="{{ m(x) }}"/>', 'a" b="c'],
    ['dnsmasq', 'domain={{ x }}\n', 'a\naddress=/b/1.2.3.4'],
    ['dnsmasq', 'domain={{ x | e }}\n', 'a\nb'],
    ['dnsmasq', 'domain={{ x | forceescape | string }}\n', 'a\nb'],
    ['dnsmasq', 'domain={{ {"a": x} | xmlattr }}\n', 'a\nb'],
    ['dnsmasq', '{% macro m(y) %}{{ y | e }}{% endmacro %}{{ m(x) }}', 'a\nb'],
    ['dnsmasq', '{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x | e }}{% endcall %}', 'a\nb'],
    ['dnsmasq', '{% set y %}{{ x | e }}{% endset %}{{ y }}', 'a\nb'],
    ['dnsmasq', '{% filter b64decode %}{{ x }}{% endfilter %}', 'YQpi'],
    ['dnsmasq', '{% filter urldecode %}{{ x }}{% endfilter %}', 'a%0Ab'],
    ['dnsmasq', '{% filter indent(x) %}a\nb{% endfilter %}', '\nc'],
    ['dnsmasq', '{% set y | b64decode %}{{ x }}{% endset %}{{ y }}', 'YQpi'],
    ['dnsmasq', "{{ 'a' | safe ~ x }}", '\nb'],
    ['dnsmasq', "{{ 'a' | safe + x }}", '\nb'],
    ['dnsmasq', "{{ '%s' | safe | format(x) }}", '\nb'],
    ['dnsmasq', "{{ ('%s' | safe) % x }}", '\nb'],
    ['dnsmasq', "{{ 'a' | safe | replace('a', x) }}", '\nb'],
    ['dnsmasq', "{{ ('a' | safe).replace('a', x) }}", '\nb'],
    ['dnsmasq', "{{ ['a' | safe, x | e] | join(' ' | safe) }}", '\nb'],
    ['dnsmasq', '{{ (x | safe)[0:2] }}', 'a\nb'],
    ['dnsmasq', "{{ x | comment(decoration='') }}", 'a\nb'],
    ['dnsmasq', '{{ x | comment }}', 'a\rb'],
    ['dnsmasq', '{{ x | safe }}', 'a\0b'],
    ['xml', "{{ x | comment('xml') }}", '--><b/>'],
    ['xml', '{{ x | comment }}', '<b/>'],
    ['xml', '{% filter urldecode %}{{ x }}{% endfilter %}', '%3Cb/%3E'],
    ['xml', "<a c='x > y' b='{{ x }}'/>", "a' d='"],
    ['xml', "<a b='{% if x %}y > {{ x }}{% endif %}'/>", "a' d='"],
    ['xml', "<!-- > --><a b='{% for y in [1] %}{{ x }}{% endfor %}'/>", "a' d='"],
    ['yaml', 'a: {{ x }}\n', 'b\nc: d'],
    ['yaml', 'a: {{ x }}\n', 'b: c'],
    ['yaml', 'a: {{ x }}\n', 'b #c'],
    ['yaml', 'a: {{ x }}\n', '!b c'],
    ['yaml', 'a: {{ x }}\n', '*b'],
    ['yaml', 'a: "{{ x }}"\n', 'b"\nc: "d'],
    ['yaml', 'a: "{{ x }}"\n', 'C:\\new'],
    ['yaml', "a: '{{ x }}'\n", "it's"],
    ['yaml', 'a: [{{ x }}]\n', '1, 2'],
    ['yaml', 'a: {{ [x] }}\n', 'b\', "c'],
    ['yaml', 'a: {{ {x: 1} }}\n', 'b\', "c'],
    ['yaml', 'a: |\n  {{ x }}\n', 'b\nc: d'],
    ['yaml', '# {{ x }}\n', 'a\nb: c'],
    ['yaml', 'a: {{ x }}\n', '['.repeat(100_000)],
    ['yaml', 'a: 1\n{{ x }}', '---\nb: 1'],
    ['yaml', '{% for y in [1] %}{% if x %}a: {{ x }}{% endif %}{% endfor %}', 'b: c'],
    ['yaml', '{% macro m(y) %}a: {{ y }}{% endmacro %}{{ m(x) }}', 'b: c'],
    ['yaml', '{% macro m(y) %}a: {{ y }}{% endmacro %}{{ m([x]) }}', 'b\', "c'],
    ['yaml', '{% set y %}{{ x }}{% endset %}a: {{ y }}', 'b\nc: d'],
    ['yaml', '{{ x | to_yaml | upper | replace("A", "B") }}', 'a: b'],
  ])('%s: %s', (kind, text, x) => {
    const [problem] = problemsOf(() => render(text, kind, { x }));
    expect(problem?.code).toBe('unsafe-value');
  });

  test.each<[Kind, string, string, string]>([
    ['xml', '<name>{{ x }}</name>', "Bob's", "<name>Bob's</name>"],
    ['xml', '<name>{{ x | e }}</name>', '<b>', '<name>&lt;b&gt;</name>'],
    ['xml', '<name>{{ x | safe }}</name>', '<b/>', '<name><b/></name>'],
    ['xml', "{% import 'macros.j2' as m %}<dns>{{ m.host(x) }}</dns>", 'a', "<dns><host name='a'/></dns>"],
    ['xml', '<a>{% if x %}{% for y in [x] %}{{ y }}{% endfor %}{% endif %}</a>', "Bob's", "<a>Bob's</a>"],
    ['xml', "<a b='<!--'/>-->{{ x }}", "Bob's", "<a b='<!--'/>-->Bob's"],
    ['xml', "{{ x | comment('xml') }}", 'a', '<!--\n -\n - a\n -\n-->'],
    ['xml', "{% set y %}<b c='{{ x }}'/>{% endset %}{{ y | e }}", 'a', '&lt;b c=&#39;a&#39;/&gt;'],
    ['dnsmasq', '{{ x | comment }}', 'a\nb', '#\n# a\n# b\n#'],
    ['dnsmasq', '{% macro m(y) %}a={{ y }}\nb={% endmacro %}{{ m(x) | trim | indent }}', 'c', 'a=c\n    b='],
    ['dnsmasq', '{% filter upper %}a={{ x }}\nb={% endfilter %}', 'c', 'A=C\nB='],
    ['dnsmasq', '{{ x | e | safe }}', 'a\nb', 'a\nb'],
    ['dnsmasq', 'server={{ x }}', '/a/1.2.3.4#53', 'server=/a/1.2.3.4#53'],
    ['yaml', 'a: {{ x }}\n', "Bob's, 10.0.0.1/24 (a)", "a: Bob's, 10.0.0.1/24 (a)\n"],
    ['yaml', 'a: "{{ x }}"\n', 'b: c, [d]', 'a: "b: c, [d]"\n'],
    ['yaml', 'a: {{ x | to_json }}\n', 'b\nc: d', 'a: "b\\nc: d"\n'],
    ['yaml', 'a:\n  {{ {x: [1]} | to_nice_yaml | indent(2) }}\n', 'b: c', "a:\n  'b: c':\n  - 1\n"],
    ['yaml', 'a: |\n  {{ x | indent(2) }}\nb: 1\n', 'c: d\n- e', 'a: |\n  c: d\n  - e\nb: 1\n'],
    ['yaml', 'a: {{ [x, 1, none] }}\n', 'b: c', "a: ['b: c', 1, None]\n"],
    ['yaml', '{{ x | comment }}\na: 1\n', 'b\nc: d', '#\n# b\n# c: d\n#\na: 1\n'],
    ['yaml', '{{ x }}: {{ x }}\n{{ x }}: 1\n', 'a b', 'a b: a b\na b: 1\n'],
    ['yaml', '{% macro m(y) %}{{ y }}{% endmacro %}a: {{ m(x) }}\n', 'fe80::1/64', 'a: fe80::1/64\n'],
    ['yaml', 'a: {{ x | safe }}\n', 'b\nc: d', 'a: b\nc: d\n'],
    ['text', '{{ x }}', '<a>\n', '<a>\n'],
  ])('%s: %s with %j', (kind, text, x, expected) => {
    expect(render(text, kind, { x })).toBe(expected);
  });
});

describe('settings of the task', () => {
  const written = (text: string, settings: Record<string, unknown>) =>
    compileJinja({ file: 'main.j2', text }, 'text', () => undefined, settings).render({});

  test.each([
    ['  {% if true %}\na\n  {% endif %}\n', { lstrip_blocks: true }, 'a\n'],
    ['{% if true %}\na{% endif %}', { trim_blocks: false }, '\na'],
    ['[[ 1 ]] {{ x }}', { variable_start_string: '[[', variable_end_string: ']]' }, '1 {{ x }}'],
    ['#jinja2: trim_blocks: True\n{% if true %}\na{% endif %}', { trim_blocks: false }, 'a'],
  ])('%j with %j', (text, settings, expected) => {
    expect(written(text, settings)).toBe(expected);
  });
});
