import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { sessionPath } from '../../src/management/session-path.ts';
import { parsed } from '../modules/trial.ts';

it('tells the client and each link once', () => {
  expect(
    parsed(sessionPath, 'client 10.0.0.9\nserver 10.0.0.1\nport 22\nlink br0\nlink eth0\nlink br0\n'),
  ).toEqual({
    client: '10.0.0.9',
    server: '10.0.0.1',
    serverPort: 22,
    links: ['br0', 'eth0'],
  });
});

it.each([
  ['SSH_CONNECTION of this shell', 'env'],
  ['that of a process above it, as after sudo', 'above'],
])('%s is read', (_, where) => {
  const { ask, parse } = sessionPath;
  const script = ask.kind === 'script' ? ask.script : '';
  const above = ['-c', 'unset SSH_CONNECTION; sh -c "$1"; exit $?', 'sh', script];
  const { status, stdout, stderr } = spawnSync('sh', where === 'env' ? ['-c', script] : above, {
    env: { ...process.env, SSH_CONNECTION: '127.0.0.9 1 127.0.0.1 22' },
  });
  expect(parse([{ status: status ?? 1, stdout, stderr }])).toEqual({
    client: '127.0.0.9',
    server: '127.0.0.1',
    serverPort: 22,
    links: ['lo'],
  });
});
