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
  [
    'link: { name: br0, mtu: 12 }',
    'invalid-argument ‹12›: `mtu` is 12; expected a whole number of at least 68.',
  ],
  [
    'link: { name: br0, mtu: "{{ \'x\' }}" }',
    'invalid-argument ‹"{{ \'x\' }}"›: `mtu` is `x`; expected a whole number of at least 68.',
  ],
  ['link: { name: br0, state: up }', 'invalid-argument ‹up›: `state` is `up`; expected present or absent.'],
  [
    'link: { name: br0, ports: [{ vlan: [1] }] }',
    'invalid-argument ‹[1]›: `ports.0.vlan` is a list; expected a whole number or text. Write it without the list around it.',
  ],
  [
    'link: { name: br0, checks: [x > 1] }',
    'invalid-argument ‹x > 1›: `checks.0` is `x > 1`; expected a condition in {{ }}.',
  ],
  [
    'link: { name: br0, state: presnt }',
    'invalid-argument ‹presnt›: `state` is `presnt`; expected present or absent. Did you mean `present`?',
  ],
  [
    'link: { name: br0, enabled: ture }',
    'invalid-argument ‹ture›: `enabled` is `ture`; expected true or false. Did you mean `true`?',
  ],
  [
    'link: { name: br0, mtu: "12" }',
    'invalid-argument ‹"12"›: `mtu` is `12`; expected a whole number of at least 68.',
  ],
  ['link: { name: br0, state: "" }', 'invalid-argument ‹""›: `state` is empty; expected present or absent.'],
  [
    'link: { name: br0, ports: 7 }',
    'invalid-argument ‹7›: `ports` is 7; expected a list, each entry a map with vlan.',
  ],
  [
    'link: { name: br0, ports: { vlan: 7 } }',
    'invalid-argument ‹{ vlan: 7 }›: `ports` is a map; expected a list, each entry a map with vlan. Make a list of it: begin it with a dash.',
  ],
  [
    'link: { name: br0, ports: [7] }',
    'invalid-argument ‹7›: `ports.0` is 7; expected a map with vlan. Write it as a map: { vlan: 7 }.',
  ],
  [
    'link: { name: br0, checks: true }',
    'invalid-argument ‹true›: `checks` is true; expected a list, each entry a condition in {{ }}. Write it as a list: [true].',
  ],
  [
    'link: { name: br0, vlan: 7 }',
    'unknown-argument ‹vlan›: `link` has no argument `vlan`; it has name, mtu, state, mode, enabled, checks, ports. `vlan` belongs below `ports`.',
  ],
  [
    'link: { name: br0, vlna: 7 }',
    'unknown-argument ‹vlna›: `link` has no argument `vlna`; it has name, mtu, state, mode, enabled, checks, ports. Did you mean `ports.vlan`?',
  ],
  [
    'link: { name: br0, ports: [{ vlan: 7, mtu: 1500 }] }',
    'unknown-argument ‹mtu›: `ports.0` has no argument `mtu`; it has vlan. `mtu` belongs directly to `link`.',
  ],
  [
    'link: { name: br0, when: true }',
    'unknown-argument ‹when›: `link` has no argument `when`; it has name, mtu, state, mode, enabled, checks, ports. `when` is a key of the task: write it beside `link`, not below it.',
  ],
  [
    'link: { name: br0 }, mtu: 1500',
    'unknown-key ‹mtu›: A task has no key `mtu`. `mtu` is an argument of `link`: indent it, so that it stands below.',
  ],
  [
    'say: x, confirm: { ports: [22] }',
    'invalid-key ‹22›: `confirm.ports.0` is 22; expected an address and a port, such as 10.0.0.1:53.',
  ],
  [
    'say: x, index_var: i',
    'unknown-key ‹index_var›: A task has no key `index_var`. `index_var` belongs below `loop_control`.',
  ],
  ['link: { name: br0, vid: 1 }', expect.stringMatching(/^unknown-argument ‹vid›: .* Write ports\.$/)],
  ['link: { name: br0, ports: [{ vlan: 1, vid: 1 }] }', expect.stringMatching(/ It is vlan\.$/)],
  ['link: { name: br0, ports: [{}] }', 'missing-argument ‹{}›: `ports.0` needs `vlan`.'],
  [
    'link: name=br0 up',
    'invalid-argument ‹name=br0 up›: `link` is `name=br0 up`; expected a map with name, mtu, state, mode, enabled, checks, ports. Write the arguments as a map: `name: value`, one a line.',
  ],
  ['link: ', 'missing-argument ‹link›: `link` needs `name`. name: Name of the link.'],
  [
    'say: x, when: [3]',
    'invalid-key ‹3›: `when.0` is 3; expected text, true or false. Put it in quotes: "3".',
  ],
  ['say: x, tags: [1]', 'invalid-key ‹1›: `tags.0` is 1; expected text. Put it in quotes: "1".'],
  [
    'say: x, register: a-b',
    'invalid-key ‹a-b›: `register` is `a-b`; expected a name of letters, digits and underscores.',
  ],
  [
    'say: x, disruption: management',
    'invalid-key ‹management›: `disruption` is `management`; expected none, service or link.',
  ],
  [
    'say: x, loop: [1], with_items: [1]',
    'several-loops ‹with_items›: It has loop and with_items. Keep one of them.',
  ],
  [
    'rescue: [{ say: x }]',
    'unknown-key ‹rescue›: A task has no key `rescue`. It belongs to a block: put `block:` beside it.',
  ],
  [
    'meta: flush_handler',
    'unknown-meta ‹flush_handler›: `meta` has no `flush_handler`; it has flush_handlers, end_host, end_play, clear_host_errors, noop. Did you mean `flush_handlers`?',
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
