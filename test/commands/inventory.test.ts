import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inventory } from '../../src/commands/inventory.ts';
import { project, typed } from './project.ts';

const HOSTS = `
all:
  vars: { domain: lab.example }
  hosts:
    hv01: { slot: 1 }
  children:
    bridged:
      hosts: { hv02: { note: "$(id)" } }
`;

async function shown(...words: string[]) {
  const folder = project({ 'hosts.yaml': HOSTS });
  return typed(inventory, folder, '-i', join(folder, 'hosts.yaml'), ...words);
}

it('--graph draws the groups, as it does without an option', async () => {
  const graph = '@all:\n  |--@ungrouped:\n  |  |--hv01\n  |--@bridged:\n  |  |--hv02\n';
  expect(await shown('--graph')).toEqual({ code: 0, out: graph, err: '' });
  expect(await shown()).toEqual({ code: 0, out: graph, err: '' });
});

it('--list prints the document of ansible-inventory', async () => {
  const { code, out } = await shown('--list');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    _meta: {
      hostvars: { hv01: { domain: 'lab.example', slot: 1 }, hv02: { domain: 'lab.example', note: '$(id)' } },
    },
    all: { children: ['ungrouped', 'bridged'] },
    bridged: { hosts: ['hv02'] },
    ungrouped: { hosts: ['hv01'] },
  });
});

it('--host prints the variables of one', async () => {
  const { code, out } = await shown('--host', 'hv02');
  expect([code, JSON.parse(out)]).toEqual([0, { domain: 'lab.example', note: '$(id)' }]);
});

it('a host that is not there is no bug, and its name cannot draw on the terminal', async () => {
  expect(await shown('--host', 'hv\u001b[31m')).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet inventory: the inventory has no host hv\\x1b[31m. It has hv01, hv02.\n',
  });
});

it('--origins says where each variable of a host is set, and what it hides', async () => {
  const folder = project({
    'hosts.yaml': HOSTS,
    'host_vars/hv01.yml': 'slot: 2\nansible_become_password: hunter2\n',
  });
  const words = ['-i', join(folder, 'hosts.yaml'), '--host', 'hv01', '--origins'];
  const { out } = await typed(inventory, folder, ...words);
  expect(out.replaceAll(`${folder}/`, '')).toBe(
    [
      'ansible_become_password = "********"',
      '    host_vars/hv01.yml:2',
      'domain = "lab.example"',
      '    hosts.yaml:3',
      'slot = 2',
      '    host_vars/hv01.yml:1',
      '    hides 1, hosts.yaml:5',
      '',
    ].join('\n'),
  );
  expect((await shown('--origins')).err).toContain('--origins belongs to --host');
});
