import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab } from './lab.ts';
import { said, talk } from './talk.ts';

const transport = 'openssh';
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keygen = (...args: string[]) => execFileSync('ssh-keygen', ['-q', ...args]);
const file = (name: string) => join(folder, name);
/** What the operator's machine has of sockets and processes of shared connections. */
const traces = async () => {
  const { stdout } = await lab.exec([
    'sh',
    '-c',
    'ls -d /tmp/virtfleet-ssh-* 2>/dev/null; pgrep -af "^ssh.*virtfleet-ssh-"',
  ]);
  return stdout.trim();
};

describe('certificates', () => {
  const host = 'hv01';
  beforeAll(async () => {
    keygen('-t', 'ed25519', '-N', '', '-f', file('ca'));
    keygen('-t', 'ed25519', '-N', '', '-f', file('user'));
    keygen('-s', file('ca'), '-I', 'alice', '-n', 'auditor', file('user.pub'));
    const { stdout } = await lab.onHost(host, 'cat /etc/ssh/ssh_host_ed25519_key.pub');
    writeFileSync(file('host.pub'), stdout);
    keygen('-s', file('ca'), '-I', 'hv01', '-h', '-n', host, file('host.pub'));
    const config = readFileSync(lab.paths.sshConfig, 'utf8');
    writeFileSync(file('without-keys'), config.replaceAll(/^.*(IdentityFile|IdentitiesOnly).*\n/gm, ''));
    const ca = readFileSync(file('ca.pub'), 'utf8').trim();
    writeFileSync(file('known_hosts'), `@cert-authority ${host} ${ca}\n`);
    const script = `
      echo "$1" >/etc/ssh/ca.pub; echo "$2" >/etc/ssh/ssh_host_ed25519_key-cert.pub
      { echo TrustedUserCAKeys /etc/ssh/ca.pub; echo HostCertificate /etc/ssh/ssh_host_ed25519_key-cert.pub
        echo HostKey /etc/ssh/ssh_host_ed25519_key; } >/etc/ssh/sshd_config.d/ca.conf
      systemctl reload ssh`;
    const certificate = readFileSync(file('host-cert.pub'), 'utf8').trim();
    const { code, stderr } = await lab.onHost(host, script, { args: [ca, certificate] });
    if (code !== 0) throw new Error(stderr);
  });

  const way = (known = file('known_hosts')) =>
    ({
      transport,
      args: [
        ...['-F', file('without-keys'), '-o', `IdentityFile=${file('user')}`, '-o', 'IdentitiesOnly=yes'],
        ...['-o', `UserKnownHostsFile=${known}`, '-o', `HostKeyAlias=${host}`],
      ],
    }) as const;

  test('of the user and of the host', async () => {
    expect(said(await talk(host, { ...way(), user: 'auditor' }))).toEqual(['auditor']);
  });

  test('of the user, for another account', async () => {
    const { unreachable } = await talk(host, { ...way(), user: 'keyboard' });
    expect(unreachable?.reason).toBe('auth');
  });

  test('of a host, by an authority that nobody knows', async () => {
    keygen('-t', 'ed25519', '-N', '', '-f', file('other'));
    writeFileSync(file('others'), `@cert-authority ${host} ${readFileSync(file('other.pub'), 'utf8')}`);
    const { unreachable } = await talk(host, { ...way(file('others')), user: 'auditor' });
    expect(unreachable?.reason).toBe('host-key-unknown');
  });
});

describe('a jump host', () => {
  const ask = 'echo "${SSH_CONNECTION%% *}"';

  test('is used, and nothing is left of its connection', async () => {
    const [direct] = said(await talk('hv03', { transport }, { scripts: [ask] }));
    const [jumped] = said(await talk('hv03', { transport, args: ['-J', 'hv01'] }, { scripts: [ask] }));
    expect([direct, jumped].every(Boolean)).toBe(true);
    expect(jumped).not.toBe(direct);
    expect(await traces()).toBe('');
  });

  test('is verified, whatever the configuration says of it', async () => {
    const config = file('config');
    const lines = readFileSync(lab.paths.sshConfig, 'utf8');
    const known = readFileSync(lab.paths.knownHosts, 'utf8').replaceAll(/^hv01,.*\n/gm, '');
    writeFileSync(file('without-jump'), known);
    writeFileSync(
      config,
      `Host hv01\n  StrictHostKeyChecking no\n  UserKnownHostsFile ${file('without-jump')}\n${lines}`,
    );
    const { unreachable } = await talk('hv03', { transport, args: ['-J', 'hv01', '-F', config] });
    expect(unreachable).toMatchObject({ reason: 'jump', detail: expect.stringContaining('hv01') });
  });

  test('is connected to once, and so is a host that sessions come to one behind the other', async () => {
    const count = async (host: string) => {
      const { stdout } = await lab.onHost(
        host,
        'journalctl -q --no-pager | grep -c "Accepted publickey for"',
      );
      return Number(stdout);
    };
    const before = await Promise.all(['hv01', 'hv03'].map(count));
    const went = await talk('hv03', { transport, args: ['-J', 'hv01'] }, { scripts: ['id -un'], again: 2 });
    expect(said(went)).toEqual(['operator', 'operator', 'operator']);
    expect(await Promise.all(['hv01', 'hv03'].map(count))).toEqual(before.map((each) => each + 1));
  });
});
