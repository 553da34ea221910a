import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../src/transport/secret.ts';
import { createTransport, TRANSPORT_DEFAULTS } from '../../src/transport/transport.ts';
import { newKey, type SshServer, sshFolder, startSshServer } from './ssh-server.ts';

const hostKey = newKey();
const userKey = newKey();
const folder = sshFolder();
let plain: SshServer;
let asking: SshServer;
let jump: SshServer;
beforeAll(async () => {
  plain = await startSshServer([hostKey], [userKey], { password: 'right' });
  asking = await startSshServer([hostKey], [], { password: 'right', asks: true });
  jump = await startSshServer([hostKey], [userKey], { password: 'right' });
  folder.write('key', userKey.private);
  folder.write('known_hosts', `key ${hostKey.public}\n`);
  folder.write(
    'config',
    [
      `Host *\n IdentityAgent none\n IdentityFile none\n HostName 127.0.0.1\n User op\n HostKeyAlias key`,
      ` UserKnownHostsFile ${folder.path('known_hosts')}\n GlobalKnownHostsFile none`,
      `Host plain behind keyed\n Port ${plain.port}\nHost asking\n Port ${asking.port}\nHost jump locked\n Port ${jump.port}`,
      `Host behind\n ProxyJump locked\nHost keyed\n IdentityFile ${folder.path('key')}\n`,
    ].join('\n'),
  );
});
afterAll(async () => {
  await Promise.all([plain, asking, jump].map((server) => server.close()));
  folder.remove();
});

/** What a script says on a host that is logged in to with this password. */
async function reach(name: string, password: string): Promise<string> {
  const { homedir: home, username: user, uid } = userInfo();
  const transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local: { home, user, uid, env: {} },
    password: new Secret(password),
  });
  try {
    const sshArgs = ['-F', folder.path('config')];
    const session = await transport.open({ name, connection: 'ssh', become: false, sshArgs });
    const { stdout } = await session.run('echo in');
    await session.close();
    return stdout.toString().trim();
  } finally {
    await transport.close();
  }
}

test.each(['plain', 'asking'])('the password opens a host without a key: %s', async (name) => {
  expect(await reach(name, 'right')).toBe('in');
});

test('a wrong one is refused', async () => {
  await expect(reach('plain', 'wrong')).rejects.toThrow('the password is not accepted either');
});

test('it is not offered where a key is accepted, nor to a host on the way', async () => {
  plain.passwords.length = 0;
  expect(await reach('keyed', 'right')).toBe('in');
  expect(plain.passwords).toEqual([]);
  await expect(reach('behind', 'right')).rejects.toThrow('Jump host locked');
  expect(jump.passwords).toEqual([]);
});

test('the ssh program is given no login password: the host is refused before it is contacted', async () => {
  const transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local: { home: '/nowhere', user: 'op', uid: 1, env: {} },
    password: new Secret('right'),
  });
  const target = { name: 'plain', connection: 'ssh', transport: 'openssh', become: false } as const;
  await expect(transport.open(target)).rejects.toThrow('there is no login password (-k, ansible_password)');
  await transport.close();
});
