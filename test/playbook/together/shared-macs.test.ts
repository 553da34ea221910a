import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { MODULES } from '../../../src/modules/index.ts';
import { loadPlaybook } from '../../../src/playbook/read/load.ts';
import { resolvePlays } from '../../../src/playbook/resolve/resolve.ts';
import { folder } from '../../inventory/folder.ts';

const INVENTORY = 'all: { hosts: { hv01: {}, hv02: {} } }';
const MAC = '52:54:00:00:00:01';

/** The warnings of a play for all hosts. */
function warnings(tasks: object[]) {
  const root = folder({ 'hosts.yaml': INVENTORY, 'play.yaml': JSON.stringify([{ hosts: 'all', tasks }]) });
  const { inventory } = loadInventory([join(root, 'hosts.yaml')]);
  const { playbook } = loadPlaybook(join(root, 'play.yaml'), MODULES);
  const found = resolvePlays(playbook ? [playbook] : [], {
    inventory,
    extraVars: {},
    templateFolders: [],
    tags: [],
    skipTags: [],
  });
  expect(found.problems).toEqual([]);
  return found.warnings.map(({ code, detail, hosts }) => [code, detail, hosts]);
}

const web = (mac: string, more: object = {}) => ({
  guest: { name: 'web', memory: 16, networks: [{ network: 'default', mac }], ...more },
});

it('an address that guests of several hosts have is warned of once', () => {
  expect(warnings([web(MAC.toUpperCase())])).toEqual([
    ['shared-mac', expect.stringContaining(`${MAC} is given to guest web of 2 hosts.`), ['hv01', 'hv02']],
  ]);
});

it('all addresses of the same guests are one warning', () => {
  const more = { guest_interface: { guest: 'web', mac: '52:54:00:00:00:02', bridge: 'br0' } };
  expect(warnings([web(MAC), more])).toEqual([
    [
      'shared-mac',
      expect.stringContaining(`${MAC}, 52:54:00:00:00:02 are given to guest web`),
      ['hv01', 'hv02'],
    ],
  ]);
});

it('so is one of two guests of a host', () => {
  const db = {
    guest_interface: { guest: 'db', mac: MAC, bridge: 'br0' },
    when: 'inventory_hostname == "hv01"',
  };
  const tasks = [{ ...web(MAC), when: 'inventory_hostname == "hv01"' }, db];
  expect(warnings(tasks)).toEqual([
    ['shared-mac', expect.stringContaining(`${MAC} is given to guests web, db.`), ['hv01']],
  ]);
});

it('an address of one guest is none of others', () => {
  const own = "{{ mac(inventory_hostname + '/web/0') }}";
  const interfaces = { guest_interface: { guest: 'web', mac: own, network: 'default' } };
  expect(warnings([web(own), interfaces])).toEqual([]);
  expect(warnings([web(MAC, { state: 'absent' })])).toEqual([]);
  expect(warnings([{ guest_interface: { guest: 'web', mac: MAC, state: 'absent' } }])).toEqual([]);
});
