import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const path = join(folder, 'play.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

/** netplan hands all links of a host to NetworkManager; a pair of links is for the bridge. */
const HAND_OVER = `
systemctl enable --now NetworkManager && ip link add port0 type veth peer name port1 || exit
printf 'network:\\n  version: 2\\n  renderer: NetworkManager\\n' >/etc/netplan/00-network-manager.yaml
chmod 600 /etc/netplan/00-network-manager.yaml && netplan apply && nm-online -q -t 20; true`;

async function run(host: string, bridge: object, ...words: string[]) {
  const task = { bridge: { name: 'br9', ...bridge } };
  writeFileSync(path, JSON.stringify([{ hosts: host, disruption: 'link', tasks: [task] }]));
  const { stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json', ...words);
  const { tasks } = JSON.parse(stdout) as { tasks: { status: string }[] };
  return tasks.map(({ status }) => status);
}

describe.each(sampled(oneOfEach(), 1))('%s', (host) => {
  const shown = async () =>
    (
      await lab.onHost(
        host,
        'nmcli -g GENERAL.CONNECTION device show br9; cat /sys/class/net/br9/mtu; ls /sys/class/net/br9/brif',
      )
    ).stdout;

  beforeAll(async () => {
    await lab.install(host, ['network-manager']);
    expect((await lab.onHost(host, HAND_OVER)).code).toBe(0);
  }, 200_000);

  const bridge = {
    interfaces: ['port0'],
    addresses: ['10.99.1.1/24'],
    parameters: { stp: false, 'forward-delay': 0 },
  };

  test('a bridge of NetworkManager is made, changed and removed', async () => {
    expect(await run(host, bridge, '--check')).toEqual(['would-change']);
    expect(await run(host, bridge)).toEqual(['changed']);
    expect(await shown()).toBe('netplan-br9\n1500\nport0\n');
    expect(await run(host, bridge)).toEqual(['ok']);
    expect(await run(host, { ...bridge, mtu: 1400 })).toEqual(['changed']);
    expect(await shown()).toBe('netplan-br9\n1400\nport0\n');
    expect(await run(host, { ...bridge, mtu: 1400 })).toEqual(['ok']);
    expect(await run(host, { state: 'absent' })).toEqual(['changed']);
    expect((await lab.onHost(host, 'ls -d /sys/class/net/br9')).stdout).toBe('');
  });
});
