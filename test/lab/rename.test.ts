import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const MAC = '52:54:00:61:00:01';
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const path = join(folder, 'play.yaml');

const elements = { bridge: { name: 'virbr61' }, ip: { address: '10.61.0.1/24' } };
const came = (name: string) => ({ name: `${name} comes`, network: { name, ...elements } });
const gone = (name: string) => ({ name: `${name} goes`, network: { name, state: 'absent' } });
const moves = { name: 'guest moves', guest_interface: { guest: 'ren', mac: MAC, network: 'new' } };

/** What becomes of each task, with what it says where it says something. */
async function run(...tasks: object[]): Promise<string[]> {
  writeFileSync(
    path,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks }]),
  );
  const { stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json');
  const document = JSON.parse(stdout) as {
    tasks: { task: string; host: string; status: string; message?: string }[];
  };
  return document.tasks
    .map(({ host, task, status, message = '' }) => `${host} ${task}: ${status}${message}`)
    .toSorted();
}

beforeAll(async () => {
  await run(came('old'));
  for (const host of HOSTS)
    await lab.addGuest(host, { name: 'ren', networks: [{ network: 'old', mac: MAC }] });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a network that gets another name', () => {
  const tasks = [gone('old'), came('new'), moves];

  it('takes its guest along in one run', async () => {
    const all = ['guest moves', 'new comes', 'old goes'];
    expect(await run(...tasks)).toEqual(
      HOSTS.flatMap((host) => all.map((task) => `${host} ${task}: changed`)),
    );
    for (const host of HOSTS) {
      const { stdout } = await lab.onHost(
        host,
        'ls /sys/class/net/virbr61/brif; virsh -q domiflist --inactive ren',
      );
      expect(stdout).toMatch(/^vnet\d+\n.* new .*\n$/m);
    }
    expect(await run(...tasks)).toEqual(HOSTS.flatMap((host) => all.map((task) => `${host} ${task}: ok`)));
  });
});
