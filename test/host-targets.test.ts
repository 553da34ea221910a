import { expect, it } from 'vitest';
import { hiddenTexts } from '../src/hidden-texts.ts';
import { hostTargets } from '../src/host-targets.ts';
import { loadInventory } from '../src/inventory/load.ts';
import { Secret } from '../src/transport/secret.ts';
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

it('the passwords of the inventory are of their host, win over those of the command line, and are hidden', () => {
  const folder = project({
    hosts:
      'own ansible_become_password=for-own ansible_ssh_pass=to-log-in\nother\nnever ansible_become=no ansible_become_pass="{{ none }}"\n',
  });
  const { inventory } = loadInventory([`${folder}/hosts`]);
  const { hosts, problems } = hostTargets([...inventory.hosts.keys()], inventory, {
    extraVars: {},
    becomePassword: new Secret('of-all'),
  });
  expect(problems).toEqual([]);
  const passwords = hosts.map(({ target }) => [target.becomePassword?.reveal(), target.password?.reveal()]);
  expect(passwords).toEqual([
    ['for-own', 'to-log-in'],
    ['of-all', undefined],
    ['of-all', undefined],
  ]);
  expect(hiddenTexts.conceal('for-own to-log-in')).toBe('******** ********');
  hiddenTexts.clear();
});

const PLAY = { play: 'site', place: { file: 'site.yaml', line: 1, column: 3 } };

it('what a play says of connections is below the inventory, its variables are above', () => {
  const folder = project({
    hosts: 'plain\nown ansible_ssh_user=me ansible_port=22 ansible_connection=ssh\n',
  });
  const { inventory } = loadInventory([`${folder}/hosts`]);
  const keywords = {
    ansible_connection: { value: 'local' },
    ansible_user: { value: 'play' },
    ansible_port: { value: 2222 },
  };
  const way = {
    ...PLAY,
    keywords,
    variables: { ansible_become: { value: true }, ansible_port: { value: 5 } },
  };
  const { hosts, problems } = hostTargets(['plain', 'own'], inventory, {
    extraVars: {},
    becomePassword: undefined,
    waysTo: () => [way],
  });
  expect(problems).toEqual([]);
  expect(hosts.map(({ target }) => target)).toMatchObject([
    { name: 'plain', connection: 'local' },
    { name: 'own', connection: 'ssh', user: 'me', port: 5 },
  ]);
  // As root or not is decided with each task.
  expect(hosts.map(({ become }) => become)).toEqual([undefined, undefined]);
});

it('two plays that reach a host in different ways are a problem of that host', () => {
  const folder = project({ hosts: 'plain\nown ansible_user=me\n' });
  const { inventory } = loadInventory([`${folder}/hosts`]);
  const way = { ...PLAY, keywords: { ansible_user: { value: 'play' } }, variables: {} };
  const { problems } = hostTargets(['plain', 'own'], inventory, {
    extraVars: {},
    becomePassword: undefined,
    waysTo: () => [undefined, way],
  });
  expect(problems).toMatchObject([{ code: 'two-ways', place: PLAY.place, hosts: ['plain'] }]);
});
