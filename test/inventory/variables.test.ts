import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { hostVariables } from '../../src/inventory/render.ts';
import { ProblemError } from '../../src/problem.ts';
import { createScope } from '../../src/template/interpolation/scope.ts';
import { folder } from './folder.ts';

const INVENTORY =
  '[all:vars]\nv=all\n[parent:children]\nchild\n[parent:vars]\nv=parent\n[child]\nh v=host\n[child:vars]\nv=child\n';

/** The value of `v` for the one host, when `v` is written in these files too. */
function winner(inventory: string, files: Record<string, string>, playbook: Record<string, string> = {}) {
  const root = folder({ hosts: inventory, ...files });
  const { inventory: loaded, problems } = loadInventory([join(root, 'hosts')], {
    playbookFolders: [folder(playbook)],
  });
  expect(problems).toEqual([]);
  return loaded.hosts.get('h')?.variables.v?.value;
}

const without = (...lines: string[]) =>
  lines.reduce((text, line) => text.replace(`v=${line}`, 'other=1'), INVENTORY);

it('the weakest is `all`, then parents, children, their files, the host and its files', () => {
  expect(winner(without('parent', 'child', 'host'), {})).toBe('all');
  expect(winner(without('child', 'host'), {})).toBe('parent');
  expect(winner(without('host'), {})).toBe('child');
  expect(winner(without('host'), { 'group_vars/all': 'v: file of all' })).toBe('file of all');
  expect(winner(without('host'), { 'group_vars/all': 'v: a', 'group_vars/parent.yml': 'v: file' })).toBe(
    'file',
  );
  expect(winner(without('host'), { 'group_vars/parent': 'v: p', 'group_vars/child': 'v: c' })).toBe('c');
  expect(winner(without('host'), { 'group_vars/child': 'v: c' }, { 'group_vars/parent': 'v: play' })).toBe(
    'play',
  );
  expect(winner(INVENTORY, { 'group_vars/child': 'v: c' })).toBe('host');
  expect(winner(INVENTORY, { 'host_vars/h.yaml': 'v: file' })).toBe('file');
  expect(winner(INVENTORY, { 'host_vars/h': 'v: file' }, { 'host_vars/h.json': '{"v": "play"}' })).toBe(
    'play',
  );
});

it('among equals the name decides, unless a priority does', () => {
  const two = '[b]\nh\n[a]\nh\n[a:vars]\nv=a\n[b:vars]\nv=b\n';
  expect(winner(two, {})).toBe('b');
  expect(winner(`${two}[a:vars]\nansible_group_priority=2\n`, {})).toBe('a');
});

it('a name may have a folder of files, read in order; what it hides is a warning', () => {
  const root = folder({
    hosts: 'h\n',
    'group_vars/all/b.yml': 'v: b\nw: b\n',
    'group_vars/all/a': 'v: a\nx: a\n',
    'group_vars/all/z.txt': '?',
    'group_vars/all/.hidden': '?',
    'group_vars/all.yml': 'y: 1\n',
  });
  const { inventory, warnings } = loadInventory([join(root, 'hosts')]);
  expect([...inventory.hosts.values()].map(hostVariables)).toEqual([{ v: 'b', x: 'a', w: 'b' }]);
  expect(warnings.map(({ code }) => code)).toEqual(['shadowed-variables-file']);
});

it('files that cannot be used are problems or, encrypted, warnings', () => {
  const root = folder({
    hosts: 'h\n../x\n',
    'host_vars/h': '- a\n',
    'group_vars/all': 'v: {{ x }}\n',
    'group_vars/ungrouped': '$ANSIBLE_VAULT;1.1;AES256\n61\n',
    x: 'never: read\n',
  });
  const { inventory, problems, warnings } = loadInventory([join(root, 'hosts')], { playbookFolders: [root] });
  expect(problems.map(({ code }) => code)).toEqual(['unquoted-template', 'bad-variables-file']);
  expect(warnings.map(({ code }) => code)).toEqual(['vaulted-file']);
  expect(inventory.hosts.get('../x')?.variables.never).toBeUndefined();
});

it('an encrypted value is refused where it is used, not where it stands', () => {
  const text = 'all:\n  hosts:\n    a:\n      v: { k: !vault "61" }\n      w: "{{ v.k }}"\n      x: 1\n';
  const { inventory, problems } = loadInventory([join(folder({ 'h.yml': text }), 'h.yml')]);
  expect(problems).toEqual([]);
  const scope = createScope(inventory.hosts.get('a')?.variables ?? {});
  expect(scope.get(['x'])).toEqual({ x: 1 });
  for (const name of ['v', 'w']) expect(() => scope.get([name])).toThrow(ProblemError);
  const { hostvars } = scope.get(['hostvars']) as { hostvars: { a: object } };
  expect(hostvars.a).toHaveProperty('x', 1);
  expect(hostvars.a).not.toHaveProperty('v');
});

it('a host knows itself, its groups and the others', () => {
  const path = join(
    folder({ hosts: 'b.lab v="{{ inventory_hostname }}" w="{{ x | y }}"\n[g]\na u="{{ v }}"\n' }),
    'hosts',
  );
  const { inventory } = loadInventory([path]);
  const scope = createScope(inventory.hosts.get('b.lab')?.variables ?? {});
  const names = ['inventory_hostname', 'inventory_hostname_short', 'inventory_file', 'group_names', 'groups'];
  expect(scope.get(names)).toEqual({
    inventory_hostname: 'b.lab',
    inventory_hostname_short: 'b',
    inventory_file: path,
    group_names: ['ungrouped'],
    groups: { all: ['b.lab', 'a'], ungrouped: ['b.lab'], g: ['a'] },
  });
  const { hostvars } = scope.get(['hostvars']) as { hostvars: Record<string, Record<string, unknown>> };
  expect(hostvars['b.lab']).toMatchObject({ v: 'b.lab', inventory_hostname_short: 'b' });
  expect(hostvars['b.lab']).not.toHaveProperty('w');
  expect(hostvars.a).not.toHaveProperty('u');
});
