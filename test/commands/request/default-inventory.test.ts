import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inventory } from '../../../src/commands/inventory.ts';
import { inventorySources, rolesPath } from '../../../src/commands/request/default-inventory.ts';
import { project, typed } from '../project.ts';

const CFG =
  '# ours\n[ssh_connection]\ninventory = other\n[defaults]\nforks = 5\ninventory = hosts.ini, ~/more ; both\n';
const local = (home: string, env: Record<string, string> = {}) => ({ home, user: 'op', uid: 1, env });

it('-i wins over all that Ansible would take', () => {
  const folder = project({ 'ansible.cfg': CFG });
  const env = { ANSIBLE_INVENTORY: 'env', ANSIBLE_CONFIG: join(folder, 'ansible.cfg') };
  expect(inventorySources(['given'], local('/home', env), folder).sources).toEqual(['given']);
  expect(inventorySources([], local('/home', env), folder).sources).toEqual([join(folder, 'env')]);
});

it('ANSIBLE_INVENTORY may name several, and its own home', () => {
  const env = { ANSIBLE_INVENTORY: '/etc/hosts.ini,~/more' };
  expect(inventorySources([], local('/home/op', env), '/work').sources).toEqual([
    '/etc/hosts.ini',
    '/home/op/more',
  ]);
});

it.each([
  ['beside the command', {}, {}],
  ['in the home', { home: true }, {}],
  ['named by ANSIBLE_CONFIG', { other: true }, { ANSIBLE_CONFIG: 'other/ansible.cfg' }],
  ['in a folder named by ANSIBLE_CONFIG', { other: true }, { ANSIBLE_CONFIG: 'other' }],
] as const)(
  'ansible.cfg %s names the inventory, seen from its own folder',
  (_, { home, other }: { home?: true; other?: true }, env) => {
    const path = home ? 'home/.ansible.cfg' : other ? 'other/ansible.cfg' : 'ansible.cfg';
    const folder = project({
      [path]: CFG,
      ...(other && { 'ansible.cfg': '[defaults]\ninventory = wrong\n' }),
    });
    const { sources, warnings } = inventorySources([], local(join(folder, 'home'), env), folder);
    expect(sources).toEqual([join(folder, path, '..', 'hosts.ini'), join(folder, 'home/more')]);
    expect(warnings).toEqual([]);
  },
);

it('a program that the ansible.cfg of the project names is said before it runs, also one in a folder', () => {
  const folder = project({
    'ansible.cfg': '[defaults]\ninventory = run.sh,hosts\n',
    'run.sh': '#!/bin/sh\n',
    'hosts/a': 'a\n',
    'hosts/b.py': '#!/bin/sh\n',
  });
  for (const name of ['run.sh', 'hosts/b.py']) chmodSync(join(folder, name), 0o755);
  const { warnings } = inventorySources([], local('/home/op'), folder);
  expect(warnings.map(({ code, detail }) => [code, detail])).toEqual([
    ['program-of-project', `It is ${join(folder, 'run.sh')}: \`inventory\` in ansible.cfg names it.`],
    ['program-of-project', `It is ${join(folder, 'hosts/b.py')}: \`inventory\` in ansible.cfg names it.`],
  ]);
  expect(inventorySources(['run.sh'], local('/home/op'), folder).warnings).toEqual([]);
});

it('the first ansible.cfg counts, also without an inventory', () => {
  const folder = project({ 'ansible.cfg': '[defaults]\nforks = 5\n', 'home/.ansible.cfg': CFG });
  expect(inventorySources([], local(join(folder, 'home')), folder).sources).toEqual([]);
});

it('ansible.cfg in a folder that everybody can write to is passed over, with a warning', () => {
  const folder = project({ 'ansible.cfg': CFG });
  chmodSync(folder, 0o777);
  expect(inventorySources([], local(join(folder, 'home')), folder)).toMatchObject({
    sources: [],
    warnings: [{ code: 'open-folder' }],
  });
});

it('roles_path of ansible.cfg is seen from its folder, and ANSIBLE_ROLES_PATH wins', () => {
  const folder = project({ 'sub/ansible.cfg': '[defaults]\nroles_path = roles:../shared # both\n' });
  const env = { ANSIBLE_CONFIG: 'sub' };
  expect(rolesPath(local('/home', env), folder)).toEqual([join(folder, 'sub/roles'), join(folder, 'shared')]);
  const named = { ...env, ANSIBLE_ROLES_PATH: '~/roles:mine' };
  expect(rolesPath(local('/home', named), folder)).toEqual(['/home/roles', join(folder, 'mine')]);
  expect(rolesPath(local('/home'), folder)).toBeUndefined();
});

it('commands take it', async () => {
  const folder = project({ 'hosts.ini': 'hv01\nhv02\n' });
  const env = { ANSIBLE_INVENTORY: join(folder, 'hosts.ini') };
  const { code, out } = await typed(inventory as never, folder, '--graph', { local: local(folder, env) });
  expect([code, out]).toEqual([0, '@all:\n  |--@ungrouped:\n  |  |--hv01\n  |  |--hv02\n']);
});
