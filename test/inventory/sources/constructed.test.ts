import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { folder } from '../folder.ts';

const HOSTS = `all:
  vars: { site: one, tags: [a, "", b], meta: { x: 1, y: "" } }
  hosts:
    web1.example.org: { size: 3 }
    web2: { size: 4, arch: x86 }
    db1:
  children:
    alpha:
      hosts: { web1.example.org: }
`;
const CONFIG = `plugin: constructed
compose:
  double: size * 2
  short: inventory_hostname_short
  missing: nothing_here
groups:
  webs: inventory_hostname.startswith('web')
  big: size is defined and size > 3
  composed: double is defined
  in-alpha: "'alpha' in group_names"
keyed_groups:
  - { key: arch, prefix: arch }
  - { key: tags, prefix: tag, default_value: none }
  - { key: meta, prefix: m, separator: "-", trailing_separator: false }
  - { key: site, parent_group: "all_{{ site }}" }
`;

function load(config: string) {
  const root = folder({ '1hosts.yml': HOSTS, '2constructed.yml': config });
  return loadInventory([root]);
}

it('gives hosts variables and groups, as ansible-inventory 2.14 lists them', () => {
  const { inventory, problems, warnings } = load(CONFIG);
  expect([problems, warnings]).toEqual([[], []]);
  const all = ['_one', 'all_one', 'm_x_1', 'm_y', 'tag_a', 'tag_b', 'tag_none'];
  expect(Object.fromEntries([...inventory.hosts].map(([name, { groups }]) => [name, groups]))).toEqual({
    db1: all,
    'web1.example.org': [...all, 'alpha', 'composed', 'in_alpha', 'webs'].toSorted(),
    web2: [...all, 'arch_x86', 'big', 'composed', 'webs'].toSorted(),
  });
  expect(inventory.groups.get('all_one')?.children).toEqual(['_one']);
  const { variables } = inventory.hosts.get('web1.example.org') ?? {};
  expect([variables?.double?.value, variables?.short?.value, variables?.missing]).toEqual([
    6,
    'web1',
    undefined,
  ]);
});

it('what has no value is skipped, unless it is strict', () => {
  const { problems } = load(
    'plugin: ansible.builtin.constructed\nstrict: true\ncompose: { double: size * 2 }\n',
  );
  expect(problems).toMatchObject([{ code: 'undefined-variable', hosts: ['db1'], place: { line: 3 } }]);
});

it('a key that the plugin does not have is a warning', () => {
  expect(load('plugin: constructed\nkeyed_group: []\n').warnings).toMatchObject([
    { code: 'unknown-plugin-key' },
  ]);
});

it('another plugin is read through ansible-inventory, where that is installed', () => {
  const listing = '{"_meta": {"hostvars": {"vm1": {"size": 1}}}, "made": {"hosts": ["vm1"]}}';
  const root = folder({
    'made.yml': 'plugin: some.made.up\n',
    'bin/ansible-inventory': `#!/bin/sh\n[ "$1" = --version ] || [ "$1 $3" = "-i --list" ] || exit 2\necho '${listing}'\n`,
  });
  const before = process.env.PATH;
  try {
    process.env.PATH = `${join(root, 'bin')}:/bin:/usr/bin`;
    const { inventory, problems } = loadInventory([join(root, 'made.yml')]);
    expect([problems, inventory.hosts.get('vm1')?.groups]).toEqual([[], ['made']]);
    process.env.PATH = join(root, 'none');
    expect(loadInventory([join(root, 'made.yml')]).problems).toMatchObject([
      { code: 'bad-inventory', place: { line: 1, column: 9 } },
    ]);
  } finally {
    process.env.PATH = before;
  }
});
