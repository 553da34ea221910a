import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { INVENTORY, reset, virtfleet } from './virtfleet.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

beforeAll(async () => {
  await Promise.all(HOSTS.map(reset));
});
afterAll(() => rmSync(folder, { recursive: true }));

function playbook(text: string): string {
  const path = join(folder, 'play.yaml');
  writeFileSync(path, text);
  return path;
}

it('an unreachable host among good ones does not keep the others', async () => {
  const path = playbook('- hosts: all\n  tasks:\n    - sysctl: { key: net.ipv4.ip_forward, value: 1 }\n');
  await lab.setLink('hv02', 'down');
  try {
    const { code, stdout } = await virtfleet('run', path, ...INVENTORY, '-T', '2');
    expect(code).toBe(4);
    expect(stdout).toContain('unreachable: [hv02]');
    for (const host of ['hv01', 'hv03', 'hv04'])
      expect(stdout).toMatch(new RegExp(`^${host} : ok=0 changed=1`, 'm'));
  } finally {
    await lab.setLink('hv02', 'up');
  }
});

it('a host whose libvirtd is stopped fails, and nothing is half applied on it', async () => {
  const units = 'libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket';
  await lab.onHost('hv03', `systemctl mask --runtime --now ${units}`);
  try {
    const { code, stdout } = await virtfleet('run', 'playbooks/site.yaml', ...INVENTORY, '-l', 'hv01,hv03');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^hv01 : ok=\d+ changed=\d+ failed=0/m);
    expect(stdout).toMatch(/^hv03 : ok=\d+ changed=0 failed=1/m);
    expect(stdout).toContain('failed to connect');
    expect((await lab.onHost('hv03', 'ls /etc/netplan')).stdout).not.toContain('60-');
    expect((await lab.onHost('hv01', 'ls /etc/netplan')).stdout).toContain('60-');
  } finally {
    await lab.onHost(
      'hv03',
      `systemctl unmask --runtime ${units}; systemctl start libvirtd.socket libvirtd-ro.socket`,
    );
  }
});

it('names with blanks, quotes and $(…) are data all the way', async () => {
  const name = `a 'b' "c" $(touch pwned) \`touch pwned\` ;&`;
  const quoted = JSON.stringify(name);
  const task = (state: string) =>
    playbook(
      `- hosts: hv01,hv03\n  tasks:\n    - name: ${quoted}\n      network: { name: ${quoted}, state: ${state}, bridge: { name: virbr77 } }\n`,
    );
  const made = await virtfleet('run', task('active'), ...INVENTORY);
  expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
  const again = await virtfleet('run', task('active'), ...INVENTORY);
  expect([again.code, again.stdout]).toEqual([0, expect.not.stringContaining('changed=1')]);
  const gone = await virtfleet('run', task('absent'), ...INVENTORY);
  expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
  for (const host of ['hv01', 'hv03']) {
    expect((await lab.onHost(host, 'ls / /root /tmp; virsh net-list --all')).stdout).not.toMatch(
      /pwned|\$\(/,
    );
  }
});
