import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LOOK = `virsh net-dumpxml default; virsh net-dumpxml default --inactive
  virsh net-info default; ip -br addr show virbr0 | tr -s ' '`;

/** Runs a change of the network `default` over a session that comes in over its bridge. */
async function runOverBridge(host: string, change: string, confirm: string) {
  const path = join(folder, 'play.yaml');
  const task = `    - network: { name: default, ${change} }\n      ${confirm}`;
  writeFileSync(path, `- hosts: ${host}\n  disruption: link\n  tasks:\n${task}\n`);
  const trust = `-o UserKnownHostsFile=${join(folder, 'known_hosts')}`;
  const words = ['-e', 'ansible_host=192.168.122.1', '-e', `ansible_ssh_common_args=${trust}`];
  return virtfleet('run', path, '-i', lab.paths.inventory, ...words, '--accept-new');
}

const { name: HOST = '', address = '' } = lab.hosts().find(({ release }) => release === 'trixie') ?? {};

beforeAll(async () => {
  await lab.onHost(HOST, 'virsh net-start default');
  await lab.exec(['ip', 'route', 'replace', '192.168.122.1/32', 'via', address]);
});

it('a network that is stopped or removed under the session that comes in over its bridge comes back', async () => {
  const before = (await lab.onHost(HOST, LOOK)).stdout;
  for (const change of ['state: inactive', 'state: absent']) {
    const { code, stdout } = await runOverBridge(HOST, change, 'confirm_timeout: 5');
    expect(stdout).toContain('this SSH session comes in over virbr0');
    expect(stdout).toContain(`reverted: [${HOST}]`);
    expect(code).toBe(2);
    expect((await lab.onHost(HOST, LOOK)).stdout).toBe(before);
  }
});

it('one that is restarted under it and taken back has its guests on it with what was set on their ports', async () => {
  await lab.addGuest(HOST, { name: 'back', networks: ['default'] });
  try {
    const settings = `port=$(virsh domiflist back | awk '/vnet/ { print $1 }')
      ip -d -o link show "$port" | grep -oE 'mtu [0-9]+|master [a-z0-9]+|(isolated|hairpin) [a-z]+|state forwarding'`;
    await lab.onHost(
      HOST,
      `port=$(virsh domiflist back | awk '/vnet/ { print $1 }')
       ip link set dev "$port" type bridge_slave isolated on; ip link set dev "$port" type bridge_slave hairpin on
       timeout 60 sh -c 'until bridge link show dev "$0" | grep -q "state forwarding"; do sleep 0.1; done' "$port"`,
    );
    const before = (await lab.onHost(HOST, settings)).stdout;
    expect(before).toMatch(/state forwarding\n(.*\n)*isolated on/);
    const nobody = 'confirm: { addresses: [10.77.255.9] }\n      confirm_timeout: 15';
    const { code, stdout } = await runOverBridge(HOST, 'mtu: { size: 1300 }', nobody);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '10.77.255.9 does not answer the host; it is as it was before.',
    );
    expect(code).toBe(2);
    expect((await lab.onHost(HOST, settings)).stdout).toBe(before);
  } finally {
    await lab.removeGuest(HOST, 'back');
  }
});

it('one whose other bridge was taken back keeps its guests when libvirtd is restarted behind it', async () => {
  await lab.addGuest(HOST, { name: 'renamed', networks: ['default'] });
  const away = 'systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd';
  const place = `tap=$(virsh domiflist renamed | awk '/vnet/ { print $1 }'); basename "$(readlink "/sys/class/net/$tap/master")"`;
  try {
    const nobody = 'confirm: { addresses: [10.77.255.9] }\n      confirm_timeout: 15';
    const running = runOverBridge(HOST, 'bridge: { name: other0 }', nobody);
    // The daemon is away when the host takes the change back, too.
    const changed = `timeout 60 sh -c 'until [ -e /sys/class/net/other0/brif ] && [ ! -e /run/lock/virtfleet.detached ]; do sleep 0.1; done'`;
    await lab.onHost(HOST, `${changed}; sleep 4; ${away}; sleep 14; systemctl start libvirtd`);
    const { code, stdout } = await running;
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('it is as it was before.');
    expect(code).toBe(2);
    expect((await lab.onHost(HOST, place)).stdout.trim()).toBe('virbr0');
    await lab.onHost(HOST, 'systemctl restart libvirtd; virsh dommemstat renamed');
    expect((await lab.onHost(HOST, place)).stdout.trim()).toBe('virbr0');
  } finally {
    await lab.removeGuest(HOST, 'renamed');
  }
});

it('one that is restarted under it stays so, and its guests are told how long they were without their bridge', async () => {
  await lab.addGuest(HOST, { name: 'under', networks: ['default'] });
  try {
    const { code, stdout } = await runOverBridge(HOST, 'mtu: { size: 1400 }', 'confirm_timeout: 60');
    expect(stdout).toContain('this SSH session comes in over virbr0');
    expect(stdout).toMatch(/guest under \(vnet\d+\): [1-9]\d* ms without its bridge/);
    expect(code).toBe(0);
  } finally {
    await lab.removeGuest(HOST, 'under');
  }
});
