import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../src/transport/secret.ts';
import {
  createTransport,
  TRANSPORT_DEFAULTS,
  type TransportSettings,
} from '../../src/transport/transport.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';
import {
  type KeyPair,
  newEcdsaKey,
  newKey,
  newLockedKey,
  type SshServer,
  sshFolder,
  startSshServer,
} from './ssh-server.ts';

const ed25519 = newKey();
const ecdsa = newEcdsaKey();
const stranger = newKey();
const userKey = newKey();
const lockedKey = newLockedKey('open sesame');
const folder = sshFolder();
let server: SshServer;
let name: string;
beforeAll(async () => {
  server = await startSshServer([ed25519, ecdsa], [userKey, lockedKey]);
  name = `[127.0.0.1]:${server.port}`;
  folder.write('key', userKey.private);
  folder.write('locked', lockedKey.private);
  folder.write('stranger', stranger.private);
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Connects once, with this known_hosts file and this key, and says how it went. */
async function attempt(
  known: string,
  { key = 'key', ...settings }: Partial<TransportSettings> & { key?: string } = {},
): Promise<'connected' | Unreachable> {
  const { homedir, username, uid } = userInfo();
  const local = { home: homedir, user: username, uid, env: {} };
  const transport = createTransport({ ...TRANSPORT_DEFAULTS, local, ...settings });
  const options = {
    IdentityAgent: 'none',
    UserKnownHostsFile: folder.write('known_hosts', known),
    GlobalKnownHostsFile: folder.path('global'),
    HashKnownHosts: 'yes',
  };
  const sshArgs = Object.entries(options).flatMap(([option, value]) => ['-o', `${option}=${value}`]);
  const address = { address: '127.0.0.1', port: server.port, user: 'op', identityFile: folder.path(key) };
  try {
    const session = await transport.open({
      name: 'hv01',
      connection: 'ssh',
      become: false,
      sshArgs,
      ...address,
    });
    await session.close();
    return 'connected';
  } catch (error) {
    if (error instanceof Unreachable) return error;
    throw error;
  } finally {
    await transport.close();
  }
}

const line = (key: KeyPair, marker = '') => `${marker}${name} ${key.public}\n`;

test.each([
  ['known', () => line(ed25519)],
  ['known by its other key alone', () => line(ecdsa)],
  ['known, and another host has the other key', () => `${line(ecdsa)}[127.0.0.1]:1 ${stranger.public}\n`],
])('a host that is %s', async (_, known) => {
  expect(await attempt(known())).toBe('connected');
});

test.each([
  ['unknown', () => '', 'host-key-unknown'],
  ['known by a key it does not show', () => line(stranger), 'host-key-changed'],
  ['revoked', () => `${line(ed25519, '@revoked ')}${line(ed25519)}`, 'host-key-revoked'],
])('a host that is %s is refused', async (_, known, reason) => {
  expect(await attempt(known())).toMatchObject({ reason });
});

test.each([
  ['changed', () => line(stranger), 'host-key-changed'],
  ['revoked', () => line(ed25519, '@revoked '), 'host-key-revoked'],
])('accepting new keys accepts no %s one', async (_, known, reason) => {
  expect(await attempt(known(), { acceptNew: true })).toMatchObject({ reason });
  expect(readFileSync(folder.path('known_hosts'), 'utf8')).toBe(known());
});

test('a new key that is accepted is known from then on, under a hashed name', async () => {
  expect(await attempt('', { acceptNew: true })).toBe('connected');
  const written = readFileSync(folder.path('known_hosts'), 'utf8');
  expect(written).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
  expect(await attempt(written)).toBe('connected');
});

test('a new key goes to a line of its own, though the last line of the file has no end', async () => {
  const other = `other ${newKey().public}`;
  expect(await attempt(other, { acceptNew: true })).toBe('connected');
  const written = readFileSync(folder.path('known_hosts'), 'utf8');
  expect(written.split('\n')).toEqual([other, expect.stringMatching(/^\|1\|\S+ ssh-ed25519 \S+$/), '']);
  expect(await attempt(written)).toBe('connected');
});

test('so does that of the command which a refusal shows', async () => {
  const other = `other ${newKey().public}`;
  const refused = await attempt(other);
  if (refused === 'connected') throw new Error('It was not refused');
  execFileSync('sh', ['-c', refused.problem.command ?? '']);
  const written = readFileSync(folder.path('known_hosts'), 'utf8');
  expect(written.split('\n')[0]).toBe(other);
  expect(await attempt(written)).toBe('connected');
});

test('the command that the refusal shows makes the host known', async () => {
  const refused = await attempt('');
  if (refused === 'connected') throw new Error('It was not refused');
  expect(refused.problem.command).toContain(`>> ${folder.path('known_hosts')}`);
  const [, added] = /'(\[.*)' >>/.exec(refused.problem.command ?? '') ?? [];
  expect(await attempt(`${added}\n`)).toBe('connected');
});

test('a system-wide file counts too', async () => {
  writeFileSync(folder.path('global'), line(ed25519));
  expect(await attempt('')).toBe('connected');
  writeFileSync(folder.path('global'), '');
});

test('a key that the host does not accept', async () => {
  expect(await attempt(line(ed25519), { key: 'stranger' })).toMatchObject({ reason: 'auth' });
});

test('a key that is not there', async () => {
  const failure = await attempt(line(ed25519), { key: 'nowhere' });
  expect(failure).toMatchObject({ reason: 'auth', message: expect.stringContaining('nowhere: ENOENT') });
});

test('a locked key is recognised', async () => {
  const failure = await attempt(line(ed25519), { key: 'locked' });
  expect(failure).toMatchObject({ reason: 'auth', problem: { command: 'ssh-add' } });
});

test('a locked key is opened by its passphrase', async () => {
  const askPassphrase = async (file: string) => new Secret(file.endsWith('locked') ? 'open sesame' : '');
  expect(await attempt(line(ed25519), { key: 'locked', askPassphrase })).toBe('connected');
});
