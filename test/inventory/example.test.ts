import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectionOf } from '../../src/inventory/connection.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { selectHosts } from '../../src/inventory/pattern.ts';
import { hostVariables } from '../../src/inventory/render.ts';
import { folder } from './folder.ts';

const connectionsOf = (sources: string[]) => {
  const loaded = loadInventory(sources);
  expect([...loaded.problems, ...loaded.warnings]).toEqual([]);
  return [...loaded.inventory.hosts.values()].map((host) => connectionOf(host.name, host.variables));
};

it('the example fleet can be read and reached', () => {
  const addresses = ['hv01', 'hv02', 'hv03', 'hv04'].map((name) => `${name}.example.org`);
  expect(connectionsOf(['inventory'])).toMatchObject(
    addresses.map((address) => ({ connection: { address } })),
  );
});

it('a second inventory says how to reach the same fleet another way', () => {
  const lab = `
all:
  vars: { ansible_user: operator, ansible_ssh_private_key_file: /lab/key }
  children:
    bookworm: { hosts: { hv01: { ansible_host: 10.77.1.1 }, hv02: { ansible_host: 10.77.1.2 } } }
    trixie: { hosts: { hv03: { ansible_host: 10.77.1.3 }, hv04: { ansible_host: 10.77.1.4 } } }
`;
  const sources = ['inventory', join(folder({ 'lab.yaml': lab }), 'lab.yaml')];
  expect(connectionsOf(sources)).toMatchObject(
    [1, 2, 3, 4].map((number) => ({
      connection: { address: `10.77.1.${number}`, user: 'operator', privateKeyFile: '/lab/key' },
    })),
  );
  const { hosts } = selectHosts(loadInventory(sources).inventory, 'trixie');
  expect(hosts.map((host) => hostVariables(host).routed_network)).toEqual([
    '192.168.102.0/24',
    '192.168.103.0/24',
  ]);
});
