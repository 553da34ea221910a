import { expect, it } from 'vitest';
import type { HostPlay } from '../../../src/playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../../src/playbook/task-tree.ts';
import { brief, resolved } from '../project.ts';

// Hosts that are alike share what is resolved: each of them must get what it gets alone.

const HOSTS = ['a1', 'a2', 'a3', 'b1', 'b2', 'own'];
const FILES = {
  hosts: '[alpha]\na[1:3]\nown\n[beta]\nb[1:2]\n',
  'group_vars/alpha.yml':
    'site: one\nlink: "br-{{ site }}-{{ number | default(0) }}"\nansible_become: "{{ root | default(false) }}"\n',
  'group_vars/all.yml': 'virtfleet_project: p\n',
  'group_vars/beta.yml': 'site: two\nlink: "br-{{ site }}"\nextra: yes\n',
  'host_vars/own.yml': 'number: 7\nroot: true\nstray: here\n',
  'host_vars/a3.yml': 'unused: 1\n',
  'roles/r/defaults/main.yml': 'size: 1\nnumber: 3\n',
  'roles/r/tasks/main.yml':
    '- say: "{{ size }} {{ number }} {{ link }} {{ role_name }}"\n- say: "{{ lookup(\'vars\', \'number\') }}"\n',
  'templates/x.conf.hbs': '{{ link }} {{ more }}\n',
  'one.yml': '- say: one\n',
  'two.yml': '- say: "two {{ number | default(2) }}"\n',
};

const PLAYS: Readonly<Record<string, string>> = {
  'variables of groups': 'tasks: [{ say: "{{ site }}" }, { say: "{{ link }}" }]',
  'a variable of one host':
    'tasks: [{ say: x, when: number is defined }, { say: "{{ stray | default(1) }}" }]',
  'nothing of a host': 'tasks: [{ say: same }, { link: { name: br0 } }]',
  'the name of the host': 'tasks: [{ say: "{{ inventory_hostname }}" }, { own: {} }]',
  'a role': 'roles: [r]',
  'a role with another size': 'roles: [{ role: r, size: 2 }]',
  'a template': 'tasks: [{ render: { template: x.conf.hbs } }]',
  'an include by group': 'tasks: [{ include_tasks: "{{ site }}.yml" }]',
  set_fact: 'tasks: [{ set_fact: { known: "{{ number | default(link) }}" } }, { say: "{{ known }}" }]',
  'what is registered':
    'tasks: [{ say: x, register: r, failed_when: "r.msg == site and stray is defined" }, { say: "{{ site }}" }]',
  'the batch': 'serial: 2\n  tasks: [{ say: "{{ site }}" }]',
  'another host': 'tasks: [{ say: "{{ hostvars.b1.site }}" }, { say: x, delegate_to: a1 }]',
  'a loop': 'tasks: [{ say: "{{ item }} {{ site }}", loop: "{{ range(0, number | default(2)) }}" }]',
  'a handler': 'tasks: [{ say: x, notify: h }]\n  handlers: [{ name: h, say: "{{ link }}" }]',
  'groups of a host': 'tasks: [{ say: "{{ group_names | join }}", when: "\'alpha\' in group_names" }]',
};

const plays = Object.entries(PLAYS);

it.each(plays)('%s', (_, play) => {
  const text = `- hosts: all\n  gather_facts: no\n  ${play}\n- hosts: all\n  gather_facts: no\n  tasks: [{ say: "{{ site }} {{ known | default(0) }}" }]\n`;
  const { plays: together, problems } = resolved(text, { files: FILES });
  expect(brief(problems)).toEqual([]);
  for (const host of HOSTS) {
    const alone = resolved(text, { files: FILES, limit: host }).plays;
    expect([host, together.map((one) => shown(one.hosts.get(host)))]).toEqual([
      host,
      alone.map((one) => shown(one.hosts.get(host))),
    ]);
  }
});

it('hosts of which nothing differs share one result', () => {
  const {
    plays: [play],
  } = resolved('- hosts: all\n  gather_facts: no\n  tasks: [{ say: "{{ link }}" }]\n', { files: FILES });
  const of = (host: string) => play?.hosts.get(host);
  expect([
    of('a2') === of('a1'),
    of('a3') === of('a1'),
    of('own') === of('a1'),
    of('b2') === of('b1'),
  ]).toEqual([true, true, false, true]);
});

it('hosts that differ in where they are, who logs in there, or their batch only share one result', () => {
  const files = {
    hosts: Array.from(
      { length: 12 },
      (_, at) => `h${at} ansible_host=10.0.0.${at} ansible_user=u${at}\n`,
    ).join(''),
  };
  const objects = (play: string) => {
    const { plays, problems } = resolved(`- hosts: all\n  gather_facts: no\n  ${play}\n`, { files });
    expect(brief(problems)).toEqual([]);
    return new Set(plays[0]?.hosts.values()).size;
  };
  expect(objects('tasks: [{ say: same }]')).toBe(1);
  expect(objects('serial: 2\n  tasks: [{ say: same }]')).toBe(1);
  expect(objects('serial: 3\n  tasks: [{ say: "{{ ansible_play_batch | join }}" }]')).toBeGreaterThan(3);
  // The last batch is of one host.
  expect(objects('serial: [11, 1]\n  tasks: [{ say: same }]')).toBe(2);
  expect(objects('tasks: [{ say: "{{ ansible_host }}" }]')).toBe(12);
});

it('what is wrong names each of them', () => {
  const wrong = '- hosts: all\n  gather_facts: no\n  tasks: [{ say: "{{ extra }}" }]\n';
  const { problems } = resolved(wrong, { files: FILES });
  expect(problems).toMatchObject([{ code: 'undefined-variable', hosts: ['a1', 'a2', 'a3', 'own'] }]);
});

function shown(play: HostPlay | undefined) {
  return leavesOf([...(play?.tasks ?? []), ...(play?.handlers ?? []).flatMap(({ tasks }) => tasks)]).map(
    (leaf) => {
      const { kind } = leaf;
      if (leaf.kind !== 'task') return { kind };
      const { name, desired, become, delegateTo } = leaf;
      return { kind, name, desired, become, delegateTo };
    },
  );
}
