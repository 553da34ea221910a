import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NIGHTLY, sampled } from '../sampled.ts';
import {
  all,
  answers,
  argv,
  decided,
  expectReverted,
  folder,
  HOSTS,
  indented,
  lab,
  MOVED,
  play,
  run,
  settled,
  snapshot,
  untilChanged,
  untilStarted,
  WRONG_ADDRESS,
} from './guarded.ts';
import { KIND, RELEASES } from './releases.ts';

const LIVE =
  'virsh net-dumpxml default; virsh net-dumpxml default --inactive; virsh net-info default; bridge -d link show dev like-a-tap | sed "s/^[0-9]*: //"';

const FAILS = 'sleep 7; echo the culprit >&2; exit 3';

beforeAll(() => lab.up({ hosts: 2, releases: RELEASES, ...KIND }));
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const host of HOSTS) await lab.onHost(host, 'rm -rf /var/lib/virtfleet/backups');
});

it('the management address moves to a bridge and back', async () => {
  const before = await Promise.all(HOSTS.map(snapshot));
  for (const [more, address] of [
    ['', 'br0'],
    ['state: absent', 'eth0'],
  ] as const) {
    // Another bridge behind it applies netplan's files once more, and finds those of the first one applied.
    const behind = `    - bridge: { name: br7, ${more || 'addresses: [10.97.0.1/24]'} }\n`;
    const path = play({ timeout: 30, more, serial: 1, behind });
    const first = await run(path);
    expect(first.stdout).toMatch(/hv01 : ok=0 changed=2 .*\nhv02 : ok=0 changed=2 /);
    expect(first.code).toBe(0);
    const again = await run(path);
    expect(again.stdout).toMatch(/hv01 : ok=2 changed=0 .*\nhv02 : ok=2 changed=0 /);
    for (const host of HOSTS) {
      const { stdout } = await lab.onHost(host, 'ip -br addr show scope global; ip route show default');
      expect(stdout).toMatch(new RegExp(`^${address}\\S* +UP +10.77.1.`, 'm'));
      expect(stdout).toMatch(new RegExp(`^default via 10.77.0.1 dev ${address} `, 'm'));
    }
  }
  expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
});

describe('a change is rolled back', () => {
  it.runIf(NIGHTLY)('with a wrong address', async () => {
    await expectReverted(play({ more: indented(WRONG_ADDRESS) }), 'no new connection came in within 8 s');
  });

  it.runIf(NIGHTLY)('when an address does not answer the host', async () => {
    const path = play({ confirm: '{ addresses: [10.77.250.250] }' });
    await expectReverted(path, '10.77.250.250 does not answer the host');
  });

  it('when its link is taken down', async () => {
    await expectReverted(play(), 'no new connection came in within 8 s', async (host) => {
      await untilStarted(host);
      await lab.setLink(host, 'down');
      await settled(host);
      await lab.setLink(host, 'up');
    });
  });

  it.runIf(NIGHTLY)('when its sshd is stopped before the confirmation', async () => {
    await expectReverted(play(), undefined, async (host) => {
      await untilStarted(host);
      await lab.onHost(host, 'systemctl stop ssh.socket ssh');
      await settled(host);
      await lab.onHost(host, 'systemctl start ssh');
    });
  });

  it.each([
    ['when the controller is killed right after the steps', 5, async () => undefined],
    [
      'when the power is cut inside the window',
      60,
      async (host: string) => {
        await lab.powerOff(host);
        await lab.powerOn(host);
      },
    ],
  ] as const)('%s', async (_, timeout, then) => {
    const before = await all(snapshot);
    const killer = new AbortController();
    const options = { signal: killer.signal, killSignal: 'SIGKILL' } as const;
    const path = play({ timeout, confirm: '{ addresses: [10.77.250.250] }' });
    const running = lab.exec(argv(path), options).catch(() => undefined);
    await all(untilChanged);
    killer.abort();
    await running;
    await all(then);
    await all(settled);
    await all((host) => answers(host, 60));
    expect(await all(decided)).toEqual(HOSTS.map(() => 'reverted\n'));
    expect(await all(snapshot)).toEqual(before);
  });

  const COMMANDS = [
    ['that fails after a while, with what it said', FAILS, `the culprit failed: ${FAILS}`],
    ['that hangs, in time', 'sleep 600', 'its steps were not at their end when the host was last asked'],
  ] as const;

  it.each(sampled(COMMANDS, 1))('of a command %s', async (_, shell, why) => {
    const path = join(folder, 'command.yaml');
    const guard = { guard: true, confirm_timeout: 12 };
    writeFileSync(
      path,
      JSON.stringify([{ hosts: 'all', rollout: 'all-at-once', tasks: [{ shell, ...guard }] }]),
    );
    await expectReverted(path, why);
  });

  const OF_PORTS = [
    [
      'a network',
      'network: { name: default, forward: { mode: open }, ip: { address: 192.168.122.1/24 }, mtu: { size: 1400 } }',
    ],
    ['a command', 'command: ip link set dev like-a-tap nomaster'],
    ['a command that stops a network', 'command: virsh net-destroy default'],
  ] as const;

  it.each(OF_PORTS)('of %s, with the ports plugged back as they were', async (_, task) => {
    const path = join(folder, 'ports.yaml');
    writeFileSync(
      path,
      `- hosts: all
  rollout: all-at-once
  disruption: link
  tasks:
    - ${task}
      guard: true
      confirm_timeout: 12
      confirm: { ports: ["10.77.250.250:1"] }
`,
    );
    await all((host) =>
      lab.onHost(
        host,
        `virsh net-start default; ip link add like-a-tap type veth
         ip link set like-a-tap master virbr0; ip link set like-a-tap type bridge_slave isolated on hairpin on`,
      ),
    );
    const networks = async (host: string) => (await lab.onHost(host, LIVE)).stdout;
    const before = await all(networks);
    expect(before[0]).toMatch(/like-a-tap.*hairpin on.*isolated on/s);
    const ended = await run(path);
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the host cannot connect to 10.77.250.250:1; it is as it was',
    );
    expect(ended.code).toBe(2);
    expect(await all(networks)).toEqual(before);
    await all((host) => lab.onHost(host, 'virsh net-destroy default; ip link delete like-a-tap'));
  });

  it('on one host, while the other is done', async () => {
    const before = await all(snapshot);
    const address = `"{{ inventory_hostname == 'hv01' ? '10.99.0.1' : ansible_host }}/16"`;
    const mixed = MOVED.replace('"{{ ansible_host }}/16"', address).replace(/routes: .*/, 'routes: []');
    const { stdout, code } = await run(play({ timeout: 20, more: indented(mixed) }));
    expect(stdout).toContain('changed: [hv02]');
    expect(stdout).toContain('reverted: [hv01]');
    expect(code).toBe(2);
    expect((await run(play({ hosts: 'hv02', more: 'state: absent' }))).code).toBe(0);
    expect(await all(snapshot)).toEqual(before);
  });
});
