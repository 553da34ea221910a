import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { inventoryList } from '../../../src/inventory/render.ts';
import { folder } from '../folder.ts';

const TEXT = `[all.vars]
has_java = false
[web]
children = ["apache", "nginx"]
vars = { http_port = 8080 }
[web.hosts]
host1 = {}
host2 = { ansible_port = 222 }
[apache.hosts]
"tomcat[2:3]" = { a = 1.5, since = 2020-01-01 }
[nginx.hosts]
jenkins1 = {}
[nginx.vars]
has_java = true
`;

function load(text: string, options = {}) {
  return loadInventory([join(folder({ 'hosts.toml': text }), 'hosts.toml')], options);
}

it('an inventory in TOML is read as ansible-inventory 2.14 reads it', () => {
  const { inventory, problems, warnings } = load(TEXT);
  expect([problems, warnings]).toEqual([[], []]);
  const base = { has_java: false, http_port: 8080 };
  const tomcat = { ...base, a: 1.5, since: '2020-01-01' };
  expect(inventoryList(inventory)).toEqual({
    _meta: {
      hostvars: {
        host1: base,
        host2: { ...base, ansible_port: 222 },
        tomcat2: tomcat,
        tomcat3: tomcat,
        jenkins1: { has_java: true, http_port: 8080 },
      },
    },
    all: { children: ['ungrouped', 'web'] },
    apache: { hosts: ['tomcat2', 'tomcat3'] },
    nginx: { hosts: ['jenkins1'] },
    web: { children: ['apache', 'nginx'], hosts: ['host1', 'host2'] },
  });
  expect(inventory.hosts.get('jenkins1')?.place).toMatchObject({ line: 12, column: 1 });
});

it.each([
  ['[web.hosts]\nhost1 = \n', { code: 'bad-toml', place: { line: 2 } }],
  ['[web]\nhosts = "a"\nvars = [1]\n', { code: 'bad-inventory', place: { line: 3 } }],
])('a mistake has its place: %j', (text, problem) => {
  expect(load(text).problems).toMatchObject([problem]);
});

it.each([
  [`[web${'.h'.repeat(200)}]`, 'It nests more than 100 levels deep.'],
  [`[web${'.h'.repeat(20_000)}]`, 'It nests more than 100 levels deep.'],
  [`a = ${'['.repeat(100_000)}`, 'document contains excessively nested structures. aborting.'],
])('what nests too deep is refused: %.20s', (text, detail) => {
  expect(load(text).problems).toMatchObject([{ code: 'bad-toml', detail, place: { line: 1 } }]);
});

it('names of groups become those of variables, where Ansible is told so', () => {
  const text = '["1 a-b".hosts]\nx = {}\n';
  const names = (groupNames?: string) => [...load(text, { groupNames }).inventory.groups.keys()].at(-1);
  expect([names(), names('never'), names('always'), names('silently')]).toEqual([
    '1 a-b',
    '1 a-b',
    '__a_b',
    '__a_b',
  ]);
});

it('a key that no group has is a warning, and so is a range that goes down', () => {
  const { problems, warnings } = load('[web]\nhost = 1\n[web.hosts]\n"a[3:1]" = {}\nb = {}\n');
  expect([problems, warnings.map(({ code }) => code)]).toEqual([[], ['unknown-group-key', 'empty-range']]);
});
