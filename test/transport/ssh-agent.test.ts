import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeyring } from '../../src/transport/ssh/identities.ts';
import { parseSettings } from '../../src/transport/ssh/ssh-settings.ts';
import { newKey, sshFolder } from './ssh-server.ts';

const held = newKey();
const alsoHeld = newKey();
const onDisk = newKey();
const folder = sshFolder();
const socket = folder.path('agent');
let agent: ChildProcess;
beforeAll(async () => {
  agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  while (!existsSync(socket)) await delay(5);
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  for (const [name, key] of Object.entries({ held, alsoHeld })) {
    execFileSync('ssh-add', [folder.write(name, key.private)], { env, stdio: 'ignore' });
  }
  folder.write('onDisk', onDisk.private);
  folder.write('alsoHeld', 'a key that only the agent can use');
  folder.write('alsoHeld.pub', alsoHeld.public);
});
afterAll(() => {
  agent.kill();
  folder.remove();
});

/** The methods that a configuration leads to: `agent` or `file`, with the name of each key. */
async function methods(
  config: string,
  env: Record<string, string> = { SSH_AUTH_SOCK: socket },
): Promise<string[]> {
  const names = { held, alsoHeld, onDisk };
  const nameOf = (blob: Buffer) =>
    Object.entries(names).find(([, key]) => key.public.includes(blob.toString('base64')))?.[0];
  const settings = parseSettings(config, 'hv01', { home: '/none', user: 'op', uid: 1, env });
  const { methods } = await createKeyring(env).identities(settings);
  return methods.flatMap((method) => {
    const keys = 'key' in method ? [method.key] : method.keys;
    return keys.map((key) => `${'key' in method ? 'file' : 'agent'} ${nameOf(key.getPublicSSH())}`);
  });
}

const file = (name: string) => `identityfile ${folder.path(name)}\n`;

test('the agent comes first, then files', async () => {
  expect(await methods(file('onDisk'))).toEqual(['agent held', 'agent alsoHeld', 'file onDisk']);
});

test('keys of the agent that are configured come before its others', async () => {
  expect(await methods(file('alsoHeld'))).toEqual(['agent alsoHeld', 'agent held']);
});

test('with IdentitiesOnly the agent offers what is configured', async () => {
  const config = `identitiesonly yes\n${file('onDisk')}${file('alsoHeld')}`;
  expect(await methods(config)).toEqual(['agent alsoHeld', 'file onDisk']);
});

test('no agent, by setting, for want of one, or because it does not answer', async () => {
  expect(await methods(`identityagent none\n${file('onDisk')}`)).toEqual(['file onDisk']);
  expect(await methods(file('onDisk'), {})).toEqual(['file onDisk']);
  expect(await methods(file('onDisk'), { SSH_AUTH_SOCK: folder.path('nobody') })).toEqual(['file onDisk']);
});

test('an agent of its own', async () => {
  expect(await methods(`identityagent ${socket}\n`, {})).toEqual(['agent held', 'agent alsoHeld']);
  expect(await methods('identityagent $MINE\n', { MINE: socket })).toEqual(['agent held', 'agent alsoHeld']);
});
