import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { BRIDGE, pinging, plugGuests, prepare, taps } from './bridge-guests-host.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { must } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
/** The same of each host. */
const each = (status: string) => HOSTS.map(() => status);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bridge-'));

const FIRST = {
  interfaces: ['up1'],
  addresses: ['10.66.0.1/24'],
  parameters: { stp: false, 'forward-delay': 0 },
};
const STP = { stp: true, 'forward-delay': 2 };

beforeAll(async () => {
  await Promise.all(HOSTS.map(prepare));
  expect((await run(FIRST)).every(({ status }) => status === 'changed')).toBe(true);
  await Promise.all(HOSTS.map(plugGuests));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Task {
  host: string;
  status: string;
  message?: string;
  changes: { what: string; impact: { disruption: string; note?: string } }[];
}

/** Makes the bridge so, on all hosts at once. */
async function run(args: object, more: object = {}): Promise<Task[]> {
  const path = join(folder, 'play.yaml');
  const tasks = [{ bridge: { name: BRIDGE, ...args }, ...more }];
  writeFileSync(path, JSON.stringify([{ hosts: HOSTS, rollout: 'all-at-once', disruption: 'link', tasks }]));
  const { stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json');
  return (JSON.parse(stdout) as { tasks: Task[] }).tasks;
}

const one = { ...FIRST, interfaces: ['up1', 'up2'] };

const CHANGES: readonly [string, object, look: string, shown: string][] = [
  ['an interface is added', one, `ls ${BRIDGE}/brif`, 'up2'],
  ['the mtu becomes smaller', { ...one, mtu: 1400 }, `cat ${BRIDGE}/mtu`, '1400'],
  ['the mtu becomes larger', { ...one, mtu: 1500 }, `cat ${BRIDGE}/mtu`, '1500'],
  [
    'the address changes',
    { ...one, addresses: ['10.66.0.2/24'] },
    `ip -br addr show ${BRIDGE}`,
    '10.66.0.2/24',
  ],
  [
    'the priority changes',
    { ...one, parameters: { ...FIRST.parameters, priority: 4096 } },
    `cat ${BRIDGE}/bridge/priority`,
    '4096',
  ],
  [
    'the forward delay changes',
    { ...one, parameters: { stp: false, 'forward-delay': 5 } },
    `cat ${BRIDGE}/bridge/forward_delay`,
    '500',
  ],
  [
    'the MAC address changes',
    { ...one, macaddress: '52:54:00:66:00:99' },
    `cat ${BRIDGE}/address`,
    '52:54:00:66:00:99',
  ],
  [
    'the cost and priority of a port change',
    {
      ...one,
      parameters: { ...FIRST.parameters, 'path-cost': { up1: 7 }, 'port-priority': { up1: 9 } },
    },
    `cd ${BRIDGE}/brif/up1; echo $(cat path_cost priority)`,
    '7 9',
  ],
  ['a spanning tree begins', { ...one, parameters: STP }, `cat ${BRIDGE}/bridge/stp_state`, '1'],
  ['a spanning tree ends', one, `cat ${BRIDGE}/bridge/stp_state`, '0'],
  ['an interface is removed', FIRST, `[ -e ${BRIDGE}/brif/up2 ] || echo gone`, 'gone'],
];

it.each(sampled(CHANGES, 6))('guests keep their taps while %s', async (what, args, look, shown) => {
  const before = await Promise.all(HOSTS.map(taps));
  for (const current of before) expect(current).toHaveLength(5);
  // All hosts change in the one run that goes on while each is pinged.
  const changing = once(() => run(args));
  const pinged = await Promise.all(HOSTS.map((host) => pinging(host, changing)));
  const tasks = await changing();
  expect(tasks.map(({ status, message }) => message ?? status)).toEqual(each('changed'));
  for (const host of HOSTS) expect(await must(host, `cd /sys/class/net; ${look}`)).toContain(shown);
  expect(await Promise.all(HOSTS.map(taps))).toEqual(before);
  for (const [index, [, { sent, lost }]] of pinged.entries()) {
    expect(sent).toBeGreaterThan(100);
    expect(lost).toBeLessThan(sent);
    console.log(`${HOSTS[index]}, ${what}: ${lost} of ${sent} pings lost between guests, 10 ms apart`);
  }
  expect((await run(args)).map(({ status, message }) => message ?? status)).toEqual(each('ok'));
});

it('guests get their bridge back when its removal is rolled back', async () => {
  const names = (lines: string[]) => lines.map((line) => line.replace(/ of \d+$|(?<=br0) .*/, ''));
  const before = await Promise.all(HOSTS.map(taps));
  for (const host of HOSTS)
    await must(host, 'ip link set dev tap-ns1 type bridge_slave hairpin on isolated on');
  const guarded = { guard: true, confirm_timeout: 8, confirm: { addresses: ['10.77.250.250'] } };
  const tasks = await run({ state: 'absent' }, guarded);
  expect(tasks.map(({ status }) => status)).toEqual(each('reverted'));
  for (const { changes } of tasks)
    expect(changes.at(-1)?.impact.note).toMatch(
      /guests on tap-ns1, tap-ns2, vnet\d+, vnet\d+ have no bridge/,
    );
  expect((await Promise.all(HOSTS.map(taps))).map(names)).toEqual(before.map(names));
  for (const host of HOSTS) {
    const port = await must(host, 'bridge -d link show dev tap-ns1');
    expect(port).toContain('hairpin on');
    expect(port).toContain('isolated on');
    await must(host, 'ip netns exec ns1 ping -q -c 1 -W 5 10.66.0.11');
  }
});

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}
