import { expect, it } from 'vitest';
import { hostTargets } from '../src/host-targets.ts';
import { loadInventory } from '../src/inventory/load.ts';

it('the user and the key of the command line are for hosts whose inventory names none', () => {
  const { inventory } = loadInventory(['hv01,hv02,']);
  const own = { ansible_user: { value: 'root' }, ansible_ssh_private_key_file: { value: '/own' } };
  const login = { user: 'op', privateKeyFile: '/key' };
  const targets = (extraVars = {}) =>
    hostTargets(['hv01'], inventory, { extraVars, becomePassword: undefined, login }).hosts.map(
      ({ target }) => target,
    );
  expect(targets()).toMatchObject([{ user: 'op', identityFile: '/key' }]);
  expect(targets(own)).toMatchObject([{ user: 'root', identityFile: '/own' }]);
});
