import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

const HOSTS = sampled(oneOfEach(), 1);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

afterAll(() => rmSync(folder, { recursive: true }));

type Task = Record<string, unknown>;

const network = (name: string, bridge: string, address?: string, more: Task = {}): Task => ({
  name: `network ${name}`,
  network: { name, bridge: { name: bridge }, ...(address && { ip: { address } }), ...more },
});
const absent = (name: string): Task => ({ name: `no ${name}`, network: { name, state: 'absent' } });

/** Runs tasks as root, or as another user. */
function run(verb: 'run' | 'drift', tasks: Task[], ...words: string[]) {
  const path = join(folder, 'play.yaml');
  writeFileSync(
    path,
    stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks }]),
  );
  return virtfleet(verb, path, '-i', lab.paths.inventory, ...words);
}

/** What a run says is what a dry run says, and nothing is written where something is wrong. */
async function refused(tasks: Task[], ...sentences: string[]): Promise<void> {
  const before = await Promise.all(HOSTS.map(snapshot));
  for (const words of [['--check'], []]) {
    const { code, stdout } = await run('run', tasks, ...words);
    for (const sentence of sentences) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(code).toBe(2);
  }
  expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
}

it('two networks of a play do not get the same bridge or subnet', async () => {
  await refused(
    [network('one', 'virbr4', '10.4.0.1/24'), network('two', 'virbr4', '10.4.0.129/25')],
    'Two networks use the same bridge: virbr4 is the bridge of network one.',
    'Subnets of two networks overlap: 10.4.0.129/25 overlaps 10.4.0.1/24 of network one.',
  );
});

it('a network that is only stored on the host is seen too', async () => {
  await refused(
    [network('one', 'virbr0', '192.168.0.1/16')],
    'virbr0 is the bridge of network default.',
    '192.168.0.1/16 overlaps 192.168.122.1/24 of network default.',
  );
});

it('a subnet does not take an address of the host, nor one that it has a route to', async () => {
  const hosts = (command: string) => Promise.all(HOSTS.map((host) => lab.onHost(host, command)));
  await hosts('ip route add 10.5.0.0/16 via 10.77.0.1');
  try {
    await refused(
      [
        network('one', 'virbr4', '10.77.9.1/24'),
        network('two', 'virbr5', '10.5.0.1/16'),
        network('three', 'virbr6', '10.6.0.1/24', { route: { address: '10.5.0.0/16', gateway: '10.6.0.2' } }),
      ],
      '10.77.9.1/24 overlaps 10.77.0.0/16 of the route by eth0.',
    );
    await refused(
      [network('two', 'virbr5', '10.5.0.1/16')],
      '10.5.0.1/16 overlaps 10.5.0.0/16 of the route by eth0.',
    );
    const route = { route: { address: '10.5.0.0/16', gateway: '10.6.0.2' } };
    await refused([network('three', 'virbr6', '10.6.0.1/24', route)], '10.5.0.0/16 leads over eth0.');
    const behind = await run('run', [network('four', 'virbr4', '10.5.9.1/24')]);
    expect(behind).toMatchObject({ code: 0 });
    expect(behind.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'A subnet hides a part of what a router of the host leads to',
    );
  } finally {
    await hosts('ip route del 10.5.0.0/16 via 10.77.0.1');
  }
  expect((await run('run', [absent('four')])).code).toBe(0);
});

it('a bridge of the host must be there, or be made by the play', async () => {
  const bridged = network('bridged', 'br4', undefined, { forward: { mode: 'bridge' } });
  const made = { name: 'bridge', bridge: { name: 'br4', parameters: { stp: false, 'forward-delay': 0 } } };
  await refused([bridged], 'The bridge of the host is not there: this host has no br4.');
  await refused(
    [made, network('own', 'br4', '10.4.0.1/24')],
    'The bridge that libvirt is to create exists already: br4 is a link of this host.',
  );
  for (const words of [['--check'], [], []]) {
    const { code, stdout } = await run('run', [made, bridged], ...words);
    expect({ code, stdout }).toMatchObject({ code: 0 });
  }
  expect((await run('drift', [made, bridged])).code).toBe(0);
  const gone = { name: 'no bridge', bridge: { name: 'br4', state: 'absent' } };
  await refused(
    [gone, network('bridged', 'br4', undefined, { forward: { mode: 'bridge' } })],
    'this host has no br4.',
  );
  expect((await run('run', [absent('bridged'), gone])).code).toBe(0);
});

it('what a network leaves another may have, in the same play', async () => {
  expect((await run('run', [network('old', 'virbr4', '10.4.0.1/24')])).code).toBe(0);
  const tasks = [absent('old'), network('new', 'virbr4', '10.4.0.1/24')];
  expect((await run('run', tasks, '--check')).code).toBe(0);
  expect((await run('run', tasks)).code).toBe(0);
  expect((await run('drift', tasks)).code).toBe(0);
});

it('somebody who may not read the files of libvirt sees the same', async () => {
  const { code, stdout } = await run(
    'drift',
    [network('one', 'virbr4', '10.4.0.9/24')],
    '-e',
    'ansible_user=auditor',
  );
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toContain('virbr4 is the bridge of network new.');
  expect(said).toContain('10.4.0.9/24 overlaps 10.4.0.1/24 of network new.');
  expect(code).toBe(2);
});
