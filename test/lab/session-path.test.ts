import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { reset, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LOOK = `virsh net-dumpxml default; virsh net-dumpxml default --inactive
  virsh net-info default; ip -br addr show virbr0 | tr -s ' '`;

it('a network that is stopped or removed under the session that comes in over its bridge comes back', async () => {
  const host = lab.hosts().find(({ release }) => release === 'trixie');
  const { name = '', address = '' } = host ?? {};
  await reset(name);
  await lab.onHost(name, 'virsh net-start default');
  await lab.exec(['ip', 'route', 'replace', '192.168.122.1/32', 'via', address]);
  try {
    const before = (await lab.onHost(name, LOOK)).stdout;
    const trust = `-o UserKnownHostsFile=${join(folder, 'known_hosts')}`;
    const words = [
      '-e',
      'ansible_host=192.168.122.1',
      '-e',
      `ansible_ssh_common_args=${trust}`,
      '--accept-new',
    ];
    for (const change of ['state: inactive', 'state: absent']) {
      const path = join(folder, 'play.yaml');
      const task = `    - network: { name: default, ${change} }\n      confirm_timeout: 5`;
      writeFileSync(path, `- hosts: ${name}\n  disruption: link\n  tasks:\n${task}\n`);
      const { code, stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, ...words);
      expect(stdout).toContain('this SSH session comes in over virbr0');
      expect(stdout).toContain(`reverted: [${name}]`);
      expect(code).toBe(2);
      expect((await lab.onHost(name, LOOK)).stdout).toBe(before);
    }
  } finally {
    await lab.exec(['ip', 'route', 'delete', '192.168.122.1/32']);
    await reset(name);
  }
});
