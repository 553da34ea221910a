import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lab } from './lab.ts';
import { keyboardPassword } from './recipe.ts';
import { LIBVIRT_OF, RELEASES } from './releases.ts';
import { run } from './run.ts';

const hosts = lab.hosts();
const ssh = (destination: string, command: string, stdin = '') =>
  lab.exec(['ssh', '-F', lab.paths.sshConfig, destination, command], { stdin });

test('four hosts run, of the releases that are tested', () => {
  expect(hosts.map(({ running }) => running)).toEqual([true, true, true, true]);
  expect([...new Set(hosts.map(({ release }) => release))]).toEqual(RELEASES);
});

describe.for(hosts)('$name', ({ name, release, address }) => {
  test('answers over ssh with the key on file', async () => {
    expect(await ssh(name, 'hostname')).toEqual({ code: 0, stdout: `${name}\n`, stderr: '' });
    const settings = await lab.exec(['ssh', '-G', '-F', lab.paths.sshConfig, name]);
    expect(settings.stdout).toMatch(/^stricthostkeychecking true$/m);
  });

  test('runs its release’s libvirt, as root’s qemu:///system', async () => {
    const answer = await ssh(name, 'virsh uri && virsh version --daemon');
    const daemon = /Running against daemon: (.*)/.exec(answer.stdout)?.[1];
    expect(answer.stdout).toMatch(/^qemu:\/\/\/system\n/);
    expect(daemon).toBe(
      Object.entries(LIBVIRT_OF)
        .find(([name]) => name === release)?.[1]
        .join('.'),
    );
  });

  test('is in the inventory by its release', () => {
    const inventory = parse(readFileSync(lab.paths.inventory, 'utf8'));
    expect(inventory.all.children[release].hosts[name]).toEqual({ ansible_host: address });
  });
});

describe('users', () => {
  const [{ name } = { name: 'none' }] = hosts;

  test('operator becomes root without a password', async () => {
    expect(await ssh(`operator@${name}`, 'sudo -n id -un')).toMatchObject({ code: 0, stdout: 'root\n' });
  });

  test('keyboard becomes root with its password only', async () => {
    expect(await ssh(`keyboard@${name}`, 'sudo -n id -un')).toMatchObject({ code: 1, stdout: '' });
    const typed = await ssh(`keyboard@${name}`, 'sudo -S -p "" id -un', `${keyboardPassword}\n`);
    expect(typed).toMatchObject({ code: 0, stdout: 'root\n' });
  });

  test('auditor reads libvirt and cannot write', async () => {
    const read = await ssh(`auditor@${name}`, 'virsh -c qemu:///system -r net-list --all');
    expect(read).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ Name +State +Autostart/) });
    expect(await ssh(`auditor@${name}`, 'virsh -c qemu:///system net-list')).toMatchObject({ code: 1 });
    expect(await ssh(`auditor@${name}`, 'sudo -n id -un')).toMatchObject({ code: 1 });
  });
});

test('the machine’s own namespace has no part of the lab', async () => {
  const links = await run(['ip', '-o', 'link']);
  const addresses = await run(['ip', '-o', 'address']);
  expect(links.stdout).toContain(': lo:');
  expect(links.stdout).not.toMatch(/: (hv\d\d|lab)[@:]/);
  expect(addresses.stdout).not.toContain('10.77.');
  const { code } = await run(['ssh', '-F', lab.paths.sshConfig, '-o', 'ConnectTimeout=1', 'hv01', 'true']);
  expect(code).toBe(255);
});
