import { expect, it } from 'vitest';
import { resolved } from './project.ts';

/** What is said of one task that is right but for one thing: `code ‹what is underlined›: detail hint`. */
function said(task: string): string[] {
  const { problems } = resolved(`- hosts: a\n  tasks:\n    - { ${task} }\n`);
  return problems.map(({ code, place, detail, hint }) => {
    const line = place?.source?.split('\n')[place.line - 1] ?? '';
    const start = (place?.column ?? 1) - 1;
    const shown = line.slice(start, start + (place?.length ?? 1));
    return `${code} ‹${shown}›: ${detail}${hint ? ` ${hint}` : ''}`;
  });
}

it.each([
  ['link: { name: br0, mtu: 12 }', 'invalid-argument ‹12›: `mtu` is 12; expected at least 68.'],
  [
    'link: { name: br0, mtu: "{{ \'x\' }}" }',
    'invalid-argument ‹"{{ \'x\' }}"›: `mtu` is text; expected a number.',
  ],
  ['link: { name: br0, state: up }', 'invalid-argument ‹up›: `state` is `up`; it can be present, absent.'],
  [
    'link: { name: br0, ports: [{ vlan: [1] }] }',
    'invalid-argument ‹[1]›: `ports.0.vlan` is a list; expected a number or text.',
  ],
  [
    'link: { name: br0, checks: [x > 1] }',
    'invalid-argument ‹x > 1›: `checks.0` is `x > 1`; expected a condition in {{ }}.',
  ],
  ['link: { name: br0, ports: [{}] }', 'missing-argument ‹{}›: `ports.0` needs `vlan`.'],
  [
    'link: name=br0',
    'invalid-argument ‹name=br0›: `link` is text; expected a map. Write the arguments as a map: `name: value`, one a line.',
  ],
  ['link: ', 'missing-argument ‹link›: `link` needs `name`. name: Name of the link.'],
  [
    'say: x, when: [3]',
    'invalid-key ‹3›: `when.0` is a number; expected text or true or false. Put it in quotes: "3".',
  ],
  ['say: x, tags: [1]', 'invalid-key ‹1›: `tags.0` is a number; expected text. Put it in quotes: "1".'],
  [
    'say: x, register: a-b',
    'invalid-key ‹a-b›: `register` is `a-b`; expected a name of letters, digits and underscores.',
  ],
  [
    'say: x, disruption: management',
    'invalid-key ‹management›: `disruption` is `management`; it can be none, service, link.',
  ],
  ['say: x, with_items: [1]', 'unknown-key ‹with_items›: A task has no key `with_items`. Use loop.'],
  [
    'block: [{ say: x }]',
    'unknown-key ‹block›: A task has no key `block`. Blocks are not supported: write their tasks one after the other, each with its own condition.',
  ],
  [
    'name: x',
    'missing-module ‹{ name: x }›: It says nothing of what to do. Add a module with its arguments, or compare the indentation of the lines below.',
  ],
  [
    'community.general.lnk: { name: br0 }',
    'unknown-module ‹community.general.lnk›: There is no module `community.general.lnk`. Did you mean `link`?',
  ],
])('%s', (task, message) => {
  expect(said(task)).toEqual([message]);
});

it('keys that JavaScript gives a meaning are keys like any other', () => {
  expect(said('link: { name: br0, __proto__: { mtu: 1 } }').join()).toMatch(
    /^unknown-argument ‹__proto__›: .*`__proto__`/,
  );
  expect(said('constructor: { name: br0 }').join()).toMatch(/^unknown-module ‹constructor›: /);
});

it("the collection of Ansible's own modules need not be left out", () => {
  expect(said('ansible.builtin.link: { name: br0 }')).toEqual([]);
});

it('an argument with an expression does not hide what is wrong beside it, on no host or all', () => {
  const { problems } = resolved(`
- hosts: a
  tasks:
    - link: { name: "{{ inventory_hostname }}", mut: 1500, state: up }
      when: false
`);
  expect(problems.map(({ code, place }) => [code, place?.column])).toEqual([
    ['unknown-argument', 49],
    ['invalid-argument', 67],
  ]);
});
