import { expect, it } from 'vitest';
import { onWay } from '../../src/inventory/way.ts';
import { resolved } from './project.ts';

const FILES = { 'secrets.yml': 'ansible_become_password: from-file\n' };

/** What the connection of the host `a` goes by in the first play that says this. */
function variables(own: string, hosts = 'a ansible_port=22\n') {
  const { plays, problems, inventory } = resolved(`- hosts: a\n${own}  tasks: [{ say: x }]\n`, {
    hosts,
    files: FILES,
    extraVars: { admin: { value: 'root' } },
  });
  expect(problems).toEqual([]);
  const host = inventory.hosts.get('a')?.variables ?? {};
  const way = plays[0]?.way;
  const shown = Object.entries(onWay(host, way)).filter(([name]) => name.startsWith('ansible_'));
  return way && Object.fromEntries(shown.map(([name, { value }]) => [name, value]));
}

it('a play that says nothing of connections leaves them to the inventory', () => {
  expect(variables('  vars: { x: 1 }\n')).toBeUndefined();
});

it.each([
  ['  remote_user: "{{ admin }}"\n  port: 5\n', { ansible_user: '{{ admin }}', ansible_port: 22 }],
  ['  connection: local\n', { ansible_connection: 'local', ansible_port: 22 }],
  ['  vars: { ansible_port: 5 }\n', { ansible_port: 5 }],
  ['  vars_files: [secrets.yml]\n', { ansible_become_password: 'from-file', ansible_port: 22 }],
  ['  vars_prompt: [{ name: ansible_user, default: me }]\n', { ansible_user: 'me', ansible_port: 22 }],
])('%j', (own, expected) => {
  expect(variables(own)).toMatchObject(expected);
});
