import { expect, it } from 'vitest';
import { changes, onEach, run, write } from './two-hosts.ts';

const FILE = '/etc/netplan/70-somebody.yaml';

/** What each task changes, those behind it read: links, routes, networks, the files of netplan. */
const tasks = (state: 'present' | 'absent') => [
  state === 'present'
    ? { copy: { dest: FILE, content: 'network: { version: 2 }', mode: '0600' } }
    : { file: { path: FILE, state } },
  { bridge: { name: 'brdep', state, ...(state === 'present' && { addresses: ['10.191.1.1/24'] }) } },
  {
    network: {
      name: 'dep',
      state: state === 'present' ? 'active' : state,
      ...(state === 'present' && { ip: { address: '10.191.2.1', prefix: 24 } }),
    },
  },
  { network: { name: 'beside', state: 'active', ip: { address: '10.191.3.1', prefix: 24 } } },
];

it('what follows from a copied file, a bridge and a network is as predicted', async () => {
  write(tasks('present'), { disruption: 'link' });
  await changes('+ network dep: isolated');
  expect(await onEach('ip -br addr show dev brdep | grep -c 10.191.1.1/24')).toEqual(['1', '1']);
});

it('the same when they go again', async () => {
  write(tasks('absent'), { disruption: 'link' });
  await changes('- network dep: isolated');
  write([{ network: { name: 'beside', state: 'absent' } }]);
  expect(await run()).toMatchObject({ code: 0 });
});
