import { describe, expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from '../project.ts';

/** What the module gets of a task, written in one line. */
function given(task: string, vars = '{}'): unknown[] {
  return desired(tasksOf(`- hosts: a\n  vars: ${vars}\n  tasks:\n    - { ${task} }\n`));
}

const BR0 = { name: 'br0', state: 'present' };

describe('where true or false is expected, the words of Ansible are', () => {
  it.each<[string, boolean]>([
    ['yes', true],
    ['"yes"', true],
    ['On', true],
    ['TRUE', true],
    ["'true'", true],
    ['1', true],
    ['y', true],
    ['no', false],
    ['off', false],
    ['"False"', false],
    ['0', false],
    ['n', false],
  ])('%s', (word, value) => {
    expect(given(`link: { name: br0, enabled: ${word} }`)).toEqual([{ ...BR0, enabled: value }]);
  });

  it('also from a variable, and in keys of tasks and plays', () => {
    const vars = '{ flag: no, text: "yes" }';
    expect(given('link: { name: br0, enabled: "{{ flag }}" }', vars)).toEqual([{ ...BR0, enabled: false }]);
    expect(given('link: { name: br0, enabled: "{{ text }}" }', vars)).toEqual([{ ...BR0, enabled: true }]);
    expect(given('link: { name: br0 }, when: no')).toEqual(['skipped: the condition is false: false']);
    const text =
      '- hosts: a\n  become: on\n  gather_facts: no\n  tasks:\n    - { say: x, ignore_errors: "yes" }\n';
    expect(tasksOf(text)).toMatchObject([{ become: true, ignoreErrors: true }]);
    expect(tasksOf('- hosts: a\n  tasks: [{ act: x, changed_when: no }]\n')).toMatchObject([
      { changedWhen: false },
    ]);
  });

  it('and other words are not', () => {
    const { problems } = resolved('- hosts: a\n  tasks:\n    - link: { name: br0, enabled: maybe }\n');
    expect(brief(problems)).toEqual([expect.stringMatching(/^invalid-argument 3:35/)]);
  });
});

it.each([
  ['mtu: "1500"', '{}', { mtu: 1500 }],
  ['mtu: "{{ size }}"', '{ size: "9000" }', { mtu: 9000 }],
  ['mtu: " 9000 "', '{}', { mtu: 9000 }],
  ['mode: "{{ 7 }}"', '{}', { mode: '7' }],
  ['mode: "1500"', '{}', { mode: '1500' }],
])('%s with %s: numbers and texts are each other, where only one of them is taken', (args, vars, more) => {
  expect(given(`link: { name: br0, ${args} }`, vars)).toEqual([{ ...BR0, ...more }]);
});

it('where a text is expected, such a word is itself', () => {
  expect(given('link: { name: on, mode: No }')).toEqual([{ ...BR0, name: 'on', mode: 'No' }]);
  const { problems } = resolved('- hosts: a\n  tasks:\n    - link: { name: true }\n');
  expect(brief(problems)).toEqual(['invalid-argument 3:21 Put it in quotes: "true".']);
  const tagged = '- hosts: a\n  tasks: [{ say: x, tags: [on] }, { say: y }]\n';
  expect(desired(tasksOf(tagged, 'a', { tags: ['on'] }))).toEqual(['x']);
});

describe('an argument that is null is not there', () => {
  it.each([
    'link: { name: br0, mtu: null, state: ~, mode: , enabled: null, checks: null, ports: null }',
    'link: { name: br0, mtu: "{{ nothing }}", state: "{{ nothing }}" }',
    'link: { name: br0, mtu: "{{ default(item.mtu, omit) }}", mode: "{{ omit }}" }, loop: [{}]',
    'link: { name: br0, mtu: "{{ default(item.mtu, null) }}" }, loop: [{ mtu: null }]',
    'link: "{{ item }}", loop: [{ name: br0, mtu: null, ports: null }]',
  ])('%s', (task) => {
    expect(given(task, '{ nothing: null }')).toEqual([BR0]);
  });

  it('deep inside too, and as an entry of a list that is left out', () => {
    const ports = '[{ vlan: 1 }, "{{ omit }}", { vlan: "{{ default(two, omit) }}" }]';
    expect(given(`link: { name: br0, ports: ${ports} }`, '{ two: 2 }')).toEqual([
      { ...BR0, ports: [{ vlan: 1 }, { vlan: 2 }] },
    ]);
    const list = '"{{ vlans.map(v, {\'vlan\': default(v.id, omit)}).filter(p, defined(p.vlan)) }}"';
    expect(given(`link: { name: br0, ports: ${list} }`, '{ vlans: [{ id: 1 }, {}] }')).toEqual([
      { ...BR0, ports: [{ vlan: 1 }] },
    ]);
  });

  it('together with the map in which nothing else is', () => {
    expect(given('link: { name: br0, ports: [{ vlan: "{{ omit }}" }, { vlan: 1 }] }')).toEqual([
      { ...BR0, ports: [{ vlan: 1 }] },
    ]);
    expect(given('set_fact: { mtu: { size: "{{ omit }}" }, ip: "{{ {\'a\': omit} }}", none: {} }')).toEqual([
      { none: {} },
    ]);
  });

  it('also where a variable is omit, or what sets one', () => {
    expect(given('link: { name: br0, mtu: "{{ mtu }}" }', '{ mtu: "{{ omit }}" }')).toEqual([BR0]);
    expect(given('link: { name: "{{ default(name, \'br0\') }}" }', '{ name: "{{ omit }}" }')).toEqual([BR0]);
    expect(given('set_fact: { x: "{{ omit }}", y: null }')).toEqual([{ y: null }]);
  });

  it.each([
    ['link: { name: null }', 'missing-argument 4:9 name: Name of the link.'],
    ['link: { name: "{{ omit }}" }', 'missing-argument 4:9 name: Name of the link.'],
    ['link: { name: br0, mut: null }', 'unknown-argument 4:28 Did you mean `mtu`?'],
    ['link: { name: br0, ports: [null] }', 'invalid-argument 4:36'],
    ['link: { name: "{{ 1 }}{{ omit }}" }', expect.stringMatching(/^bad-expression 4:34 .*left out/)],
    ['link: { name: br0 }, loop: "{{ omit }}"', 'not-a-list 4:36'],
    ['link: { name: br0 }, when: omit', expect.stringMatching(/^not-a-condition 4:36/)],
  ])('but %s is a mistake', (task, problem) => {
    expect(brief(resolved(`- hosts: a\n\n  tasks:\n    - { ${task} }\n`).problems)).toEqual([problem]);
  });
});

it('omit as Ansible writes it leaves the argument out', () => {
  const task = 'link: { name: br0, mtu: "{{ item.mtu | default(omit) }}" }';
  const { problems } = resolved(`- hosts: a\n  tasks:\n    - ${task}\n      loop: [{}]\n`);
  expect(problems).toEqual([]);
});
