import { expect, it } from 'vitest';
import { hostTargets } from '../src/host-targets.ts';
import { loadInventory } from '../src/inventory/load.ts';
import { project } from './commands/project.ts';

it('what the inventory says of root goes with its host, for every command', () => {
  const folder = project({
    'hosts.yaml': `all:
  hosts:
    root: { ansible_become: true }
    login: { ansible_become: false }
    any: {}
    here: { ansible_connection: local, ansible_become: yes }
`,
  });
  const { inventory } = loadInventory([`${folder}/hosts.yaml`]);
  const { hosts, problems } = hostTargets([...inventory.hosts.keys()], inventory, {
    extraVars: {},
    becomePassword: undefined,
  });
  expect(problems).toEqual([]);
  expect(Object.fromEntries(hosts.map(({ name, become }) => [name, become]))).toEqual({
    root: true,
    login: false,
    any: undefined,
    here: true,
  });
});
