import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';
import { said, saidByAll } from './said.ts';

const PLAYS = `
- hosts: web
  tasks:
    - group_by: { key: "os {{ ansible_distribution | lower }}" }
    - say: "{{ groups['os-debian'] | default([]) | sort | join(' ') }} {{ group_names | join(' ') }}"
- hosts: os-debian
  gather_facts: false
  tasks:
    - say: "{{ inventory_hostname }} of {{ ansible_play_hosts | join(' ') }}: {{ colour }}"
      notify: end
  handlers:
    - { name: end, say: "end of {{ inventory_hostname }}" }
- hosts: web:!os-debian
  gather_facts: false
  tasks: [{ say: other }]
`;

const facts = (names: Record<string, string>) => ({
  setup: (host: string) => ({ ansible_facts: { ansible_distribution: names[host] } }),
});

it('hosts join groups by what they answer, which later plays name', async () => {
  const found = await saidByAll(PLAYS, facts({ a: 'Debian', b: 'Fedora' }), {
    files: { 'group_vars/os-debian': 'colour: red\n' },
  });
  expect(found).toEqual({
    a: ['ok: setup', 'a os-debian web', 'a of a: red', 'end of a'],
    b: ['ok: setup', 'a os-fedora web', 'other'],
  });
});

it('what is wrong in such a play ends the host that is in it', async () => {
  const found = await saidByAll(PLAYS, facts({ a: 'Debian', b: 'Fedora' }));
  expect(found.a?.at(-1)).toContain('There is no variable `colour`');
  expect(found.b?.at(-1)).toBe('other');
});

it('a group that nothing makes is still a mistake', () => {
  const { problems } = resolved('- hosts: nope\n  tasks: []\n');
  expect(brief(problems)[0]).toMatch(/^unmatched-pattern/);
});

it('a host that joins is a change, unless the playbook says that it is none', async () => {
  const found = await said(
    `
- hosts: a
  tasks:
    - { group_by: { key: x }, register: one, notify: joined }
    - { group_by: { key: y }, register: two, changed_when: false }
    - say: "{{ one.changed }} {{ two.changed }}"
  handlers:
    - { name: joined, say: joined }
`,
    { one: { changed: false }, two: { changed: false } },
  );
  expect(found).toEqual(['True False', 'joined']);
});
