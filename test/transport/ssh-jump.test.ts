import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransport, TRANSPORT_DEFAULTS } from '../../src/transport/transport.ts';
import { newKey, type SshServer, sshFolder, startSshServer } from './ssh-server.ts';

const hostKey = newKey();
const jumpKey = newKey();
const userKey = newKey();
const folder = sshFolder();
let host: SshServer;
let jump: SshServer;
beforeAll(async () => {
  host = await startSshServer([hostKey], [userKey]);
  jump = await startSshServer([jumpKey], [userKey]);
  folder.write('key', userKey.private);
});
afterAll(async () => {
  await Promise.all([host.close(), jump.close()]);
  folder.remove();
});

/** Runs a script on `names` through their jump hosts; `known` is the known_hosts file of all. */
async function reach(names: readonly string[], known: string): Promise<string[]> {
  const config = folder.write(
    'config',
    [
      `Host *\n IdentityAgent none\n IdentityFile ${folder.path('key')}\n HostName 127.0.0.1\n User op`,
      ` UserKnownHostsFile ${folder.write('known_hosts', known)}\n GlobalKnownHostsFile none`,
      `Host hv*\n Port ${host.port}\n HostKeyAlias hv`,
      'Host hv1*\n ProxyJump jump',
      'Host hv2*\n ProxyJump outer,jump',
      `Host jump\n Port ${jump.port}\n HostKeyAlias jump\nHost outer\n Port ${jump.port}\n HostKeyAlias jump`,
      'Host loop\n ProxyJump loop\n',
    ].join('\n'),
  );
  const { homedir, username, uid } = userInfo();
  const transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local: { home: homedir, user: username, uid, env: {} },
    patience: { ...TRANSPORT_DEFAULTS.patience, sleep: async () => undefined },
  });
  const one = async (name: string) => {
    const session = await transport.open({ name, connection: 'ssh', become: false, sshArgs: ['-F', config] });
    const { stdout } = await session.run('echo through');
    await session.close();
    return stdout.toString().trim();
  };
  try {
    return await Promise.all(names.map(one));
  } finally {
    await transport.close();
  }
}

const ALL_KNOWN = `hv ${hostKey.public}\njump ${jumpKey.public}\n`;

test('hosts behind one jump host share its connection', async () => {
  const before = jump.connections();
  expect(await reach(['hv11', 'hv12', 'hv13'], ALL_KNOWN)).toEqual(['through', 'through', 'through']);
  expect(jump.connections() - before).toBe(1);
  expect(jump.tunnels.slice(-3)).toEqual(Array(3).fill(`127.0.0.1:${host.port}`));
});

test('a chain of jump hosts', async () => {
  const before = jump.connections();
  expect(await reach(['hv21'], ALL_KNOWN)).toEqual(['through']);
  expect(jump.connections() - before).toBe(2);
});

test('the jump host is verified', async () => {
  const before = host.connections();
  await expect(reach(['hv11'], `hv ${hostKey.public}\n`)).rejects.toMatchObject({
    reason: 'jump',
    message: expect.stringContaining('Jump host jump: The key of the host is not known'),
    problem: { command: expect.stringContaining('jump ssh-ed25519') },
  });
  expect(host.connections()).toBe(before);
});

test('the host behind it is verified', async () => {
  const known = `hv ${jumpKey.public}\njump ${jumpKey.public}\n`;
  await expect(reach(['hv11'], known)).rejects.toMatchObject({ reason: 'host-key-changed' });
});

test('a jump host that leads to itself', async () => {
  await expect(reach(['loop'], ALL_KNOWN)).rejects.toMatchObject({
    reason: expect.stringMatching(/config|jump/),
  });
});
