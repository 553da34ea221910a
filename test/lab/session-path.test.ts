import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { reset, snapshot, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a network is not stopped, restarted or removed where the session comes in over its bridge', async () => {
  const host = lab.hosts().find(({ release }) => release === 'trixie');
  const { name = '', address = '' } = host ?? {};
  await reset(name);
  await lab.onHost(name, 'virsh net-start default');
  await lab.exec(['ip', 'route', 'replace', '192.168.122.1/32', 'via', address]);
  try {
    const before = await snapshot(name);
    const trust = `-o UserKnownHostsFile=${join(folder, 'known_hosts')}`;
    const words = [
      '-e',
      'ansible_host=192.168.122.1',
      '-e',
      `ansible_ssh_common_args=${trust}`,
      '--accept-new',
    ];
    for (const change of ['state: inactive', 'state: absent', 'mtu: { size: 1400 }']) {
      const path = join(folder, 'play.yaml');
      const task = `    - network: { name: default, ${change} }`;
      writeFileSync(path, `- hosts: ${name}\n  disruption: link\n  tasks:\n${task}\n`);
      const { code, stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, ...words);
      expect(stdout).toContain('this SSH session comes in over virbr0');
      expect(stdout).toMatch(new RegExp(`^${name} : .* blocked=1`, 'm'));
      expect(code).toBe(2);
    }
    expect(await snapshot(name)).toEqual(before);
  } finally {
    await lab.exec(['ip', 'route', 'delete', '192.168.122.1/32']);
    await reset(name);
  }
});
