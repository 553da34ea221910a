import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { inventoryGraph, inventoryJson, inventoryList } from '../../src/inventory/render.ts';
import { folder } from './folder.ts';

const load = () => {
  const text = 'lone\n[web]\na v="{{ x }}"\n[db]\n[site:children]\nweb\ndb\n[site]\nb\n';
  return loadInventory([join(folder({ hosts: text }), 'hosts')]).inventory;
};

it('the list has what is not empty', () => {
  expect(inventoryList(load())).toEqual({
    _meta: { hostvars: { a: { v: '{{ x }}' } } },
    all: { children: ['ungrouped', 'site'] },
    ungrouped: { hosts: ['lone'] },
    web: { hosts: ['a'] },
    site: { children: ['web', 'db'], hosts: ['b'] },
  });
});

it('the graph shows every group and host where it belongs', () => {
  expect(inventoryGraph(load()).split('\n')).toEqual([
    '@all:',
    '  |--@ungrouped:',
    '  |  |--lone',
    '  |--@site:',
    '  |  |--@web:',
    '  |  |  |--a',
    '  |  |--@db:',
    '  |  |--b',
  ]);
  expect(inventoryGraph(load(), 'web')).toBe('@web:\n  |--a');
});

it('an encrypted value is printed as Ansible prints it', () => {
  const text = 'all:\n  hosts:\n    a:\n      v: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n';
  const { inventory } = loadInventory([join(folder({ 'h.yml': text }), 'h.yml')]);
  expect(JSON.parse(inventoryJson(inventoryList(inventory)))).toMatchObject({
    _meta: { hostvars: { a: { v: { __ansible_vault: '$ANSIBLE_VAULT;1.1;AES256\n6162\n' } } } },
  });
});
