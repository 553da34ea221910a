import { userInfo } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Lost, type Session } from '../../src/transport/session.ts';
import type { Target } from '../../src/transport/target.ts';
import { createTransport, TRANSPORT_DEFAULTS, type Transport } from '../../src/transport/transport.ts';
import { newKey, type SshServer, sshFolder, startSshServer } from './ssh-server.ts';

const hostKey = newKey();
const userKey = newKey();
const folder = sshFolder();
let server: SshServer;
let target: Target;
beforeAll(async () => {
  server = await startSshServer([hostKey], [userKey]);
  const known = folder.write('known_hosts', `[127.0.0.1]:${server.port} ${hostKey.public}\n`);
  const config = folder.write('config', `Host *\n IdentityAgent none\n UserKnownHostsFile ${known}\n`);
  target = {
    name: 'hv01',
    connection: 'ssh',
    address: '127.0.0.1',
    port: server.port,
    user: 'op',
    identityFile: folder.write('key', userKey.private),
    sshArgs: ['-F', config],
    become: false,
  };
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

let transport: Transport;
let sessions: Session[];
const pauses: number[] = [];
beforeEach(() => {
  const { homedir, username, uid } = userInfo();
  pauses.length = 0;
  sessions = [];
  transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local: { home: homedir, user: username, uid, env: {} },
    keepalive: 50,
    patience: { ...TRANSPORT_DEFAULTS.patience, sleep: async (milliseconds) => pauses.push(milliseconds) },
  });
});
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  await transport.close();
});

async function open(changes: Partial<Target> = {}, signal?: AbortSignal): Promise<Session> {
  const session = await transport.open({ ...target, ...changes }, signal);
  sessions.push(session);
  return session;
}

test('a script runs over one connection, bytes come back as they are', async () => {
  const before = server.connections();
  const session = await open();
  const reply = await session.run("printf '\\000\\377'; echo oops >&2; exit 3");
  expect(reply).toEqual({
    status: 3,
    stdout: Buffer.from([0, 255]),
    stderr: Buffer.from('oops\n'),
    truncated: false,
  });
  await session.run('true');
  expect([server.connections() - before, session.roundTrips]).toEqual([1, 2]);
});

test('megabytes go both ways', async () => {
  const session = await open();
  const text = 'x'.repeat(3_000_000);
  const { stdout } = await session.run(`printf %s '${text}'`);
  expect(stdout.equals(Buffer.from(text))).toBe(true);
});

test('many hosts at once', async () => {
  const opened = await Promise.all(Array.from({ length: 12 }, () => open()));
  const replies = await Promise.all(opened.map((session, index) => session.run(`echo ${index}`)));
  expect(replies.map(({ stdout }) => Number(stdout))).toEqual(opened.map((_, index) => index));
});

test('a host that hangs up before the handshake is tried again, with pauses', async () => {
  server.refuse(2);
  const session = await open();
  expect((await session.run('echo yes')).stdout.toString()).toBe('yes\n');
  expect(pauses).toHaveLength(2);
});

test('three times is enough', async () => {
  server.refuse(3);
  await expect(open()).rejects.toMatchObject({ reason: 'closed' });
  expect(pauses).toHaveLength(2);
});

test('a port where nobody listens', async () => {
  await expect(open({ port: 1 })).rejects.toMatchObject({ reason: 'refused' });
});

test('a connection that is reset while a script runs is lost, and ends nothing else', async () => {
  const [session, other] = [await open(), await open()];
  const lost = session.run('echo begun; sleep 5');
  setTimeout(() => server.reset(), 50);
  await expect(lost).rejects.toBeInstanceOf(Lost);
  // Its connection was reset too, which it may learn only while the script runs: a script that only reads comes back.
  const reply = await other.run('echo back', { repeatable: true });
  expect(reply.stdout.toString()).toBe('back\n');
});

test('a read is repeated over a new connection', async () => {
  const before = server.connections();
  const session = await open();
  setTimeout(() => server.reset(), 50);
  const reply = await session.run('sleep 0.2; echo read', { repeatable: true });
  expect([reply.stdout.toString(), server.connections() - before]).toEqual(['read\n', 2]);
});

test('a host that hangs is lost after its signs of life stay out', async () => {
  const session = await open();
  setTimeout(() => server.freeze(), 50);
  await expect(session.run('sleep 5')).rejects.toThrow('Keepalive timeout');
});

test('a script that takes too long is stopped, the connection stays', async () => {
  const session = await open();
  expect(await session.run('sleep 5', { timeout: 100 })).toMatchObject({ stopped: 'timeout', status: 143 });
  expect((await session.run('echo still')).stdout.toString()).toBe('still\n');
});

test('an abort ends an attempt to connect', async () => {
  const controller = new AbortController();
  const opening = open({}, controller.signal);
  controller.abort(new Error('interrupted'));
  await expect(opening).rejects.toThrow('interrupted');
});

test('a session that was opened outlives the signal under which it was', async () => {
  const controller = new AbortController();
  const session = await open({}, controller.signal);
  const running = session.run('echo begun; sleep 0.3; echo end');
  controller.abort();
  expect((await running).stdout.toString()).toBe('begun\nend\n');
  expect((await session.run('echo still')).stdout.toString()).toBe('still\n');
});

test('an abort ends the wait for a host that says nothing, before and behind its handshake', async () => {
  for (const silence of ['handshake', 'channel'] as const) {
    server.mute(silence);
    const opening = open({}, AbortSignal.timeout(300));
    await expect(opening).rejects.toMatchObject({ name: 'TimeoutError' });
  }
  server.mute(undefined);
  expect((await (await open()).run('echo back')).stdout.toString()).toBe('back\n');
});
