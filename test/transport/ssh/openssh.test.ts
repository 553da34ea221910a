import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NOTICE } from '../../../src/transport/login-handshake.ts';
import { opensshArguments } from '../../../src/transport/ssh/openssh.ts';
import { explained } from '../../../src/transport/ssh/openssh-failure.ts';
import { createShared, type Shared } from '../../../src/transport/ssh/shared-connections.ts';
import type { SshCall } from '../../../src/transport/ssh/ssh-call.ts';
import { parseSettings } from '../../../src/transport/ssh/ssh-settings.ts';
import { Unreachable } from '../../../src/transport/unreachable.ts';

const CALL = { args: ['-l', 'op'], destination: '-hv01' };
const OPTIONS = { acceptNew: false, connectTimeout: 10_000, keepalive: 2_500 };
const LOCAL = { home: '/home/me', user: 'me', uid: 1000, env: {} };

/** The arguments where the user's configuration says this of hosts; and the jump hosts that were opened before. */
async function argumentsFor(call: SshCall, config: Record<string, string> = {}, options = OPTIONS) {
  const opened: string[] = [];
  const shared: Shared = {
    argumentsFor: ({ destination }) => ['-o', `ControlPath=/run/${destination}`],
    open: async ({ destination }) => void opened.push(destination),
    env: {},
    close: async () => undefined,
  };
  const read = async ({ destination, args }: SshCall) => {
    const jump = args.includes('-J') ? `proxyjump ${args.at(args.indexOf('-J') + 1)}\n` : '';
    return parseSettings(config[destination] ?? jump, destination, LOCAL);
  };
  return { args: await opensshArguments(call, options, read, shared), opened };
}

test('ssh asks nothing, forwards nothing, and has a connection of the run', async () => {
  const { args, opened } = await argumentsFor(CALL);
  expect(args.slice(-4)).toEqual(['-o', 'ControlPath=/run/-hv01', '-l', 'op']);
  for (const setting of [
    'BatchMode=yes',
    'ForwardAgent=no',
    'StrictHostKeyChecking=yes',
    'ServerAliveInterval=3',
  ]) {
    expect(args).toContain(setting);
  }
  expect(opened).toEqual([]);
});

test('new keys are accepted only on request', async () => {
  const { args } = await argumentsFor(CALL, {}, { ...OPTIONS, acceptNew: true });
  expect(args).toContain('StrictHostKeyChecking=accept-new');
});

test('the connection that the user shares is left to him', async () => {
  const { args } = await argumentsFor(CALL, { '-hv01': 'controlpath /home/me/.ssh/hv01\n' });
  expect(args.join(' ')).not.toContain('ControlPath');
});

test('each jump host is opened before, by an ssh that is as strict', async () => {
  const { args, opened } = await argumentsFor(CALL, {
    '-hv01': 'proxyjump a@first,second:2222\n',
  });
  expect(opened).toEqual(['first', 'second']);
  const [proxy = ''] = args.filter((arg) => arg.startsWith('ProxyCommand='));
  expect(proxy).toMatch(
    /^ProxyCommand=ssh -W '\[%h\]:%p' .*'ControlPath=\/run\/second' .*-p 2222 -- second$/,
  );
  expect(proxy.match(/StrictHostKeyChecking=yes/g)).toHaveLength(2);
  expect(proxy).toMatch(/'ProxyCommand=ssh -W .*%%h.*ControlPath=\/run\/first.* -l a -- first'/);
});

test('a connection that proves a way out is alone, and so is the way over its jump host', async () => {
  const call = { ...CALL, args: [...CALL.args, '-o', 'ControlPath=none'] };
  const { args, opened } = await argumentsFor(call, { '-hv01': 'proxyjump first\n' });
  expect(opened).toEqual([]);
  expect(args.join(' ').match(/ControlPath=none/g)).toHaveLength(2);
  expect(args.join(' ')).not.toContain('ControlPath=/run');
});

test('ssh says by its askpass that a key waits to be touched, and is told no password', async () => {
  const shared = createShared({});
  const { SSH_ASKPASS = '', SSH_ASKPASS_REQUIRE } = shared.env;
  const ask = (env: Record<string, string>) =>
    spawnSync(SSH_ASKPASS, ['Touch it'], { env, encoding: 'utf8' });
  expect(SSH_ASKPASS_REQUIRE).toBe('force');
  expect(ask({ SSH_ASKPASS_PROMPT: 'none' })).toMatchObject({ stderr: `${NOTICE}Touch it\n`, stdout: '' });
  expect(ask({})).toMatchObject({ stderr: '', stdout: '', status: 1 });
  await shared.close();
  expect(existsSync(SSH_ASKPASS)).toBe(false);
});

test('a shared connection that is frozen keeps no other one from ending, nor the run', async () => {
  const shared = createShared({});
  const answering = async (destination: string) => {
    const [, setting = ''] = shared.argumentsFor({ ...CALL, destination });
    const path = setting.replace('ControlPath=', '');
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    return { path, connected: once(server, 'connection') as Promise<[Socket]> };
  };
  const [frozen, other] = [await answering('frozen'), await answering('other')];
  const closed = shared.close();
  const [[socket], [mute]] = await Promise.all([other.connected, frozen.connected]);
  socket.destroy();
  await closed;
  mute.destroy();
  expect(existsSync(dirname(frozen.path))).toBe(false);
});

test.each([
  ['ssh: connect to host 10.0.0.1 port 22: Connection refused', 'refused'],
  ['ssh: connect to host 10.0.0.1 port 22: Connection timed out', 'timeout'],
  ['ssh: Could not resolve hostname hv01: Name or service not known', 'dns'],
  ['op@hv01: Permission denied (publickey).', 'auth'],
  [
    'No ED25519 host key is known for hv01 and you have requested strict checking.\nHost key verification failed.',
    'host-key-unknown',
  ],
  [
    '@  WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!  @\nHost key verification failed.',
    'host-key-changed',
  ],
  ['@  WARNING: REVOKED HOST KEY DETECTED!  @\nHost key verification failed.', 'host-key-revoked'],
  ['Unable to negotiate with 10.0.0.1 port 22: no matching cipher found.', 'key-exchange'],
  ['command-line: line 0: Bad configuration option: nope', 'config'],
  ['something new', 'closed'],
])('what ssh says is understood: %s', (detail, reason) => {
  const failure = explained(new Unreachable('closed', { detail }), CALL);
  expect([failure.reason, failure.problem.detail]).toEqual([reason, detail]);
});
