import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { keyboardPassword } from './recipe.ts';
import type { Conversation } from './session-client.ts';
import { said, talk } from './talk.ts';

const HOSTS = ['hv01', 'hv03'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-transport-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(sampled(HOSTS, 1))('%s', (name) => {
  test.each(['ssh2', 'openssh'] as const)('is reached by %s, and root by sudo', async (transport) => {
    expect(said(await talk(name, { transport }))).toEqual(['operator']);
    expect(said(await talk(name, { transport, become: true }))).toEqual(['root']);
  });

  test.each(['ssh2', 'openssh'] as const)('asks for a password when sudo does, by %s', async (transport) => {
    const who = { user: 'keyboard', become: true, transport };
    const scripts = ['id -un', 'cat; echo "$HOME"'];
    expect(said(await talk(name, who, { scripts, password: keyboardPassword }))).toEqual(['root', '/root']);
    const wrong = await talk(name, who, { scripts, password: `not ${keyboardPassword}` });
    expect(wrong.unreachable).toEqual({ reason: 'become', detail: 'sudo did not accept the password' });
    const none = await talk(name, who);
    expect(none.unreachable).toMatchObject({
      reason: 'become',
      detail: expect.stringMatching(/password is required/),
    });
  });

  test.each([
    ['ed25519', []],
    ['ecdsa', []],
    ['rsa', ['-b', '2048']],
  ])('takes a key of type %s behind one that it does not know', async (type, more) => {
    const [stranger, key] = [randomUUID(), randomUUID()].map((file) => join(folder, file));
    if (!stranger || !key) throw new Error('two files');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger]);
    execFileSync('ssh-keygen', ['-q', '-t', type, ...more, '-N', '', '-f', key]);
    const own = '/home/operator/.ssh';
    const line = readFileSync(`${key}.pub`, 'utf8').trim();
    await lab.onHost(name, `install -d -o operator ${own} && echo '${line}' >${own}/authorized_keys`);
    try {
      const args = [stranger, key].flatMap((each) => ['-o', `IdentityFile=${each}`]);
      expect(said(await talk(name, { args }))).toEqual(['operator']);
      const { stdout } = await lab.onHost(name, 'journalctl --no-pager -n 50');
      const accepted = stdout
        .split('\n')
        .findLast((line) => line.includes('Accepted publickey for operator'));
      expect(accepted).toMatch(new RegExp(` ssh2: ${type} SHA256:`, 'i'));
    } finally {
      await lab.onHost(name, `rm -r ${own}`);
    }
  });

  test('does not let everyone become root', async () => {
    const { unreachable } = await talk(name, { user: 'auditor', become: true });
    expect(unreachable?.reason).toBe('become');
  });

  test('keeps the password to itself', async () => {
    const scripts = ['cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'];
    const went = await talk(
      name,
      { user: 'keyboard', become: true },
      { scripts, password: keyboardPassword },
    );
    expect(went.replies[0]?.stdout).toContain('SUDO_USER=keyboard');
    expect(went.replies[0]?.stdout).not.toContain(keyboardPassword);
    const journal = await lab.onHost(name, 'journalctl --no-pager -n 200');
    expect(journal.stdout).toContain('keyboard');
    expect(journal.stdout).not.toContain(keyboardPassword);
  });
});

describe('the key of a host', () => {
  const withFile = (text: string) => {
    const file = join(folder, randomUUID());
    writeFileSync(file, text);
    return { file, args: ['-o', `UserKnownHostsFile=${file}`] };
  };
  const known = () => readFileSync(lab.paths.knownHosts, 'utf8');

  test('unknown', async () => {
    const { args } = withFile('');
    const { unreachable } = await talk('hv01', { args });
    expect(unreachable?.reason).toBe('host-key-unknown');
    const current = await lab.onHost('hv01', 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
    expect(unreachable?.detail).toContain(current.stdout.split(' ')[1]);
  });

  test('changed', async () => {
    const other = known()
      .replaceAll(/^hv01,\S+/gm, 'was')
      .replaceAll(/^hv02,\S+/gm, '10.77.1.1,hv01');
    const { args, file } = withFile(other);
    const { unreachable } = await talk('hv01', { args }, { scripts: [], settings: { acceptNew: true } });
    expect(unreachable).toMatchObject({
      reason: 'host-key-changed',
      detail: expect.stringContaining(`${file}:`),
    });
  });

  test('known by one of its types', async () => {
    const { args } = withFile(known().replaceAll(/^.*ssh-ed25519.*\n/gm, ''));
    expect(said(await talk('hv01', { args }))).toEqual(['operator']);
  });

  test('accepted, and known from then on', async () => {
    const { args } = withFile('');
    const first = await talk('hv01', { args }, { scripts: ['true'], settings: { acceptNew: true } });
    expect(first.replies).toHaveLength(1);
    expect(said(await talk('hv01', { args }))).toEqual(['operator']);
  });
});

test('one host is the jump host of another', async () => {
  const script = 'echo "${SSH_CONNECTION%% *}"';
  const [direct] = said(await talk('hv03', {}, { scripts: [script] }));
  const [jumped] = said(await talk('hv03', { args: ['-J', 'hv01'] }, { scripts: [script] }));
  expect([direct, jumped].every(Boolean)).toBe(true);
  expect(jumped).not.toBe(direct);
});

describe('when a connection breaks', () => {
  /** Begins a script, waits until it runs, and can then do something to the sshd of its connection. */
  async function begin(name: string, rest: Omit<Conversation, 'target' | 'scripts'>) {
    const flag = `/tmp/virtfleet-${randomUUID()}`;
    const script = `echo $PPID >>${flag}; [ "$(wc -l <${flag})" -gt 1 ] || sleep 20; echo end`;
    const went = talk(name, {}, { ...rest, scripts: [script] });
    expect((await lab.onHost(name, `while ! [ -s ${flag} ]; do sleep 0.05; done`)).code).toBe(0);
    return {
      went,
      kill: (signal: string) => lab.onHost(name, `kill -s ${signal} "$(head -n 1 ${flag})"`),
      runs: async () => Number((await lab.onHost(name, `wc -l <${flag}; rm ${flag}`)).stdout),
    };
  }

  test('a script that may have written is lost', async () => {
    const { went, kill, runs } = await begin('hv01', {});
    await kill('KILL');
    expect((await went).lost).toMatch(/closed|reset/i);
    expect(await runs()).toBe(1);
  });

  test('a script that only reads is repeated', async () => {
    const { went, kill, runs } = await begin('hv03', { options: { repeatable: true } });
    await kill('KILL');
    expect(said(await went)).toEqual(['end']);
    expect(await runs()).toBe(2);
  });

  test('a host that hangs is noticed', async () => {
    const { went, kill, runs } = await begin('hv01', { settings: { keepalive: 300 } });
    await kill('STOP');
    expect((await went).lost).toBe('Keepalive timeout');
    await kill('KILL');
    expect(await runs()).toBe(1);
  });

  test('a host without a link is out of reach', async () => {
    await lab.setLink('hv03', 'down');
    try {
      const { unreachable } = await talk('hv03', {}, { scripts: [], settings: { connectTimeout: 300 } });
      expect(unreachable?.reason).toBe('timeout');
    } finally {
      await lab.setLink('hv03', 'up');
    }
  });
});

test('a script that takes too long leaves nothing running on the host, also as root', async () => {
  const mark = `4${Math.floor(Math.random() * 1e6)}`;
  const scripts = [`sh -c 'sleep ${mark} & sleep ${mark}; true'; true`];
  const went = await talk('hv01', { become: true }, { scripts, options: { timeout: 300 } });
  expect(went.replies).toMatchObject([{ stopped: 'timeout', status: 143 }]);
  await delay(100);
  expect((await lab.onHost('hv01', 'pgrep -f "sleep $1"', { args: [mark] })).stdout).toBe('');
});
