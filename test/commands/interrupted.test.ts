import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/commands/line.ts';
import { networks } from '../../src/commands/networks.ts';
import { run } from '../../src/commands/run.ts';
import { newKey, startSshServer } from '../transport/ssh-server.ts';
import { listening, project } from './project.ts';

const PLAYBOOK = '- hosts: all\n  tasks:\n    - file: { path: /no/such, state: absent }\n';

/** Runs a playbook on a host whose port nobody listens on: one that was contacted would be reported. */
function withPassword(...askPassword: Parameters<typeof listening>) {
  const folder = project({ hosts: 'hv01 ansible_host=127.0.0.1 ansible_port=1\n', 'site.yaml': PLAYBOOK });
  const { printed, io } = listening(...askPassword);
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '-K'];
  return runCommand(run, words, io).then((code) => ({ code, ...printed }));
}

it('Ctrl-C at the password of sudo ends the command, and no host is contacted', async () => {
  const interrupt = new AbortController();
  const askPassword = async () => {
    interrupt.abort();
    return undefined;
  };
  const ended = await withPassword({ signal: interrupt.signal, askPassword });
  expect(ended).toEqual({ code: 130, out: '', err: 'Interrupted: no host was contacted.\n' });
});

it('no password is a mistake, and an empty one is a password', async () => {
  const none = await withPassword({ askPassword: async () => undefined });
  expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('none was given') });
  const empty = await withPassword({ askPassword: async () => '' });
  expect(empty).toMatchObject({ code: 4, out: expect.stringContaining('unreachable: [hv01]') });
});

it('Ctrl-C in networks gives up the hosts that have not answered, and tells of the others', async () => {
  const server = await startSshServer([newKey()], []);
  server.mute('handshake');
  try {
    const hosts = `mute ansible_host=127.0.0.1 ansible_port=${server.port}\nhere ansible_connection=local\n`;
    const folder = project({ hosts });
    const interrupt = new AbortController();
    const { printed, io } = listening({ signal: interrupt.signal });
    const ended = runCommand(networks, ['-i', join(folder, 'hosts')], io);
    await expect.poll(server.connections, { timeout: 30_000 }).toBe(1);
    interrupt.abort();
    expect([await ended, printed.err]).toEqual([130, '']);
    expect(printed.out).toContain('mute: Not read, because you interrupted the command');
  } finally {
    await server.close();
  }
});
