import { expect, it } from 'vitest';
import { historyPlace } from '../../src/history/history-place.ts';
import { networkFileSystem } from '../../src/history/network-folder.ts';

const local = { home: '/home/op', env: {} };

it('a history is in the state folder unless it is named', () => {
  const path = '/home/op/.local/state/virtfleet/history.db';
  expect(historyPlace(undefined, local)).toEqual({ kind: 'file', path });
  const relative = { ...local, env: { XDG_STATE_HOME: 'relative' } };
  expect(historyPlace(undefined, relative)).toEqual({ kind: 'file', path });
  expect(historyPlace(undefined, { ...local, env: { XDG_STATE_HOME: '/state' } })).toEqual({
    kind: 'file',
    path: '/state/virtfleet/history.db',
  });
  // As ~/.pgpass, and as a cache of CI has it; not as ssh.
  const moved = (HOME: string) => historyPlace(undefined, { ...local, env: { HOME } });
  expect(moved('/tmp/x')).toEqual({ kind: 'file', path: '/tmp/x/.local/state/virtfleet/history.db' });
  for (const none of ['', 'relative']) expect(moved(none)).toEqual({ kind: 'file', path });
  expect(historyPlace('/tmp/h.db', local)).toEqual({ kind: 'file', path: '/tmp/h.db' });
  expect(historyPlace('none', local)).toEqual({ kind: 'none' });
});

it('a history in PostgreSQL has no password on the command line', () => {
  const url = 'postgresql://op@db.example/fleet';
  expect(historyPlace(url, local)).toEqual({ kind: 'postgres', url });
  for (const bad of ['postgres://op:hunter2@db/fleet', 'postgres://db/fleet?password=hunter2'])
    expect(() => historyPlace(bad, local)).toThrow('every user of the controller can read the password');
  expect(() => historyPlace('postgres://[', local)).toThrow('no URL');
});

it('a folder of NFS is known by what statfs says of it, also as a number with a sign', () => {
  expect([0x6969, 0xff534d42, 0xff534d42 | 0, 0xef53].map(networkFileSystem)).toEqual([
    'NFS',
    'CIFS',
    'CIFS',
    undefined,
  ]);
});
