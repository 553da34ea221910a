import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handshake, parseKey } from '../../../src/transport/ssh/node-ssh.ts';
import { newKey, type SshServer, startSshServer } from '../ssh-server.ts';

const user = newKey();
let server: SshServer;
beforeAll(async () => {
  server = await startSshServer([newKey()], [user]);
});
afterAll(() => server.close());

/** A connection is there, and the socket below it. */
async function connected() {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const key = parseKey(user.private);
  if (!key) throw new Error('a new key can be read');
  const settings = { user: 'op', hostKeyTypes: [], accepts: () => true, timeout: 10_000, keepalive: 0 };
  return { socket, connection: await handshake({ ...settings, socket, methods: [{ key }] }) };
}

test('a host that is frozen and never closes its side keeps no socket open, nor the program running', async () => {
  const { socket, connection } = await connected();
  server.freeze();
  const closed = once(socket, 'close');
  connection.close();
  await closed;
  expect(socket.destroyed).toBe(true);
});

test('a server that hangs up before its first word is told with why it may', async () => {
  server.refuse(1);
  const opening = connected();
  await expect(opening).rejects.toMatchObject({
    reason: 'closed',
    problem: { hint: expect.stringContaining('PerSourcePenalties') },
  });
});
