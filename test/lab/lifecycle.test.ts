import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupPath, populated } from './cgroup.ts';
import { openLab } from './lab.ts';
import { hostLayout, layoutOf, namespaceFile } from './layout.ts';
import { must } from './run.ts';
import { machineNetwork, tracesOf } from './traces.ts';

const scratch = mkdtempSync(join(tmpdir(), 'virtfleet-lifecycle-'));
const state = join(scratch, 'state');
const emptyCache = join(scratch, 'cache');
const bases = join(emptyCache, 'virtfleet', 'lab');
const lab = openLab(state);
const layout = layoutOf(state);
const cli = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'cli.ts')] as const;
const traces = () => [
  ...tracesOf([layout.id, scratch], [state, bases]),
  ...subfolders(tmpdir()).filter((name) => name.startsWith('mmdebstrap')),
];

let network: string[] = [];
beforeAll(async () => {
  network = await machineNetwork();
});
afterAll(async () => {
  await lab.down();
  rmSync(scratch, { recursive: true });
});

describe('an up that is killed', () => {
  const base = { XDG_CACHE_HOME: emptyCache };
  const moments: [string, () => boolean, Record<string, string>?][] = [
    [
      'while packages are unpacked',
      () => subfolders(bases).some((name) => existsSync(join(bases, name, 'usr/bin/perl'))),
      base,
    ],
    ['while the operator’s machine is made', () => existsSync(namespaceFile(layout.operator))],
    ['while disks are made', () => existsSync(hostLayout(layout, 'hv01').upper)],
    ['while hosts are wired', () => existsSync(namespaceFile(hostLayout(layout, 'hv01').namespace))],
    ['while hosts boot', () => populated(groupPath(layout, 'host-hv01'))],
    [
      'while hosts start their services',
      () => existsSync(groupPath(layout, 'host-hv02/payload/system.slice')),
    ],
  ];

  test.for(moments)('%s leaves nothing after down', async ([, reached, env = {}]) => {
    const environment = { ...env, VIRTFLEET_LAB: state };
    const [node, ...args] = [...cli, 'up', '--hosts', '2', '--releases', 'bookworm'];
    const up = spawn(node, args, { env: { ...process.env, ...environment }, stdio: 'ignore' });
    const ended = once(up, 'exit');
    while (up.exitCode === null && !reached()) await sleep(2);
    up.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(traces()).not.toEqual([]);

    await must([...cli, 'down'], { env: environment });
    await expectNothingLeft();
  });
});

test('a fleet comes up, is left alone, grows, and is taken down twice', async () => {
  await lab.up({ hosts: 1 });
  expect(lab.hosts()).toMatchObject([{ name: 'hv01', release: 'bookworm', running: true }]);
  const bootId = async () => (await lab.onHost('hv01', 'cat /proc/sys/kernel/random/boot_id')).stdout;
  const before = await bootId();

  await lab.up({ hosts: 2 });
  expect(lab.hosts()).toMatchObject([{ name: 'hv01' }, { name: 'hv02', release: 'trixie', running: true }]);
  expect(await bootId()).toBe(before);
  expect(await machineNetwork()).toEqual(network);

  const visitor = spawn('nsenter', [`--net=${namespaceFile(layout.operator)}`, 'sleep', '1000']);
  const ended = once(visitor, 'exit');
  await lab.down();
  expect(await ended).toEqual([null, 'SIGKILL']);
  await expectNothingLeft();
  await lab.down();
  await expectNothingLeft();
});

async function expectNothingLeft(): Promise<void> {
  expect(traces()).toEqual([]);
  expect(await machineNetwork()).toEqual(network);
}

function subfolders(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
