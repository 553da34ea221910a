import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';
import { saidByAll } from './said.ts';

const PLAYS = `- hosts: web
  gather_facts: no
  tasks:
    - { add_host: { name: "{{ item }}", groups: "made, more", colour: "{{ item }}-blue" }, loop: [x, y], register: r }
    - say: "{{ r.changed }}"
- hosts: made
  gather_facts: no
  tasks:
    - say: "{{ inventory_hostname }} {{ colour }} {{ size }} {{ group_names | join(' ') }} {{ groups.made | join(' ') }}"
`;
const FILES = { 'group_vars/more': 'size: 3\n', 'host_vars/y': 'size: 4\n' };

it('hosts that a task adds are there for the plays behind it, with the variables of their groups', async () => {
  const found = await saidByAll(PLAYS, { r: { changed: false } }, { files: FILES });
  expect(found).toEqual({
    a: [true],
    b: [true],
    x: ['x x-blue 3 made more x y'],
    y: ['y y-blue 4 made more x y'],
  });
});

it('the first host adds for all; a condition may leave it out', () => {
  const text = (when: string) => `- hosts: web
  gather_facts: no
  tasks: [{ add_host: { host: "new-{{ inventory_hostname }}:2222", group: made }, when: ${when} }]
- hosts: all
  gather_facts: no
  tasks: [{ say: "{{ ansible_port | default('none') }}" }]
`;
  const { plays, problems, inventory } = resolved(text('true'));
  expect(brief(problems)).toEqual([]);
  expect([...(plays[1]?.hosts.keys() ?? [])]).toEqual(['new-a', 'c', 'a', 'b']);
  expect(inventory.hosts.get('new-a')?.variables.ansible_port?.value).toBe(2222);
  expect([...resolved(text('false')).inventory.hosts.keys()]).toEqual(['c', 'a', 'b']);
});

it('what a host is known as already is added to', async () => {
  const text = `- hosts: a
  gather_facts: no
  tasks: [{ add_host: { name: c, groups: [made], own: added } }]
- hosts: made
  gather_facts: no
  tasks: [{ say: "{{ own }} {{ rest }}" }]
`;
  expect(await saidByAll(text, {}, { hosts: 'a\nc own=before rest=kept\n' })).toEqual({
    a: [],
    c: ['added kept'],
  });
});

const HINT =
  'Give the host to the inventory, or write an inventory from what tasks find and make a second run of the rest.';

it('what depends on what a task does cannot be added', async () => {
  const asks = `- hosts: a
  gather_facts: no
  tasks:
    - { act: x, register: r }
    - { add_host: { name: "{{ r.stdout }}" } }
`;
  expect(brief(resolved(asks).problems)).toEqual([`late-host 5:7 ${HINT}`]);
  const late = `- hosts: all
  gather_facts: no
  tasks: [{ group_by: { key: made } }]
- hosts: made
  gather_facts: no
  tasks: [{ add_host: { name: x } }]
`;
  expect(brief(resolved(late).problems)).toEqual([`late-host 6:11 ${HINT}`]);
  const included = `- hosts: a
  gather_facts: no
  tasks:
    - { act: x, register: r }
    - { include_tasks: more.yml, when: r.changed }
`;
  const { a } = await saidByAll(included, {}, { files: { 'more.yml': '- add_host: { name: x }\n' } });
  expect(a?.at(-1)).toContain('A host cannot be added while the run goes on');
});

it('what waits for an answer that nobody has given is a warning, and so are plays of such hosts', () => {
  const asks = `- hosts: a
  gather_facts: no
  vars_prompt: [{ name: spare }]
  tasks: [{ add_host: { name: "{{ spare }}", groups: spares } }]
- hosts: spares
  gather_facts: no
  tasks: [{ say: x }]
`;
  const { problems, warnings } = resolved(asks, { leavesOpen: true });
  expect(brief(problems)).toEqual([]);
  expect(brief(warnings)).toEqual([
    'open-host 4:11 To check them, answer on the command line: -e spare=VALUE.',
    'unmatched-pattern 5:10 To list all hosts and groups, run virtfleet inventory --graph.',
  ]);
});
