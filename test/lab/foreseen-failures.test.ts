import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

interface Case {
  name: string;
  module: 'network' | 'guest_interface';
  args: Readonly<Record<string, unknown>>;
  says: RegExp;
}

const MAC = '52:54:00:96:00:01';
const options = (...lines: string[]) => ({
  'dnsmasq:options': { 'dnsmasq:option': lines.map((value) => ({ value })) },
});
const network = (name: string, elements: object, says: RegExp): Case => ({
  name,
  module: 'network',
  args: { name, ...elements },
  says,
});
const vlan = (name: string, plug: object): Case => ({
  name,
  module: 'guest_interface',
  args: { guest: 'tagged', mac: MAC, ...plug, vlan: 7 },
  says: /cannot carry VLAN tags/,
});

/** Tasks that libvirt fails at, and takes half of before it does. */
const CASES: readonly Case[] = [
  network('no-functions', { forward: { mode: 'hostdev', pf: { dev: 'eth0' } } }, /eth0 has none/),
  network('no-card', { forward: { mode: 'passthrough', pf: { dev: 'enp9' } } }, /this host has no enp9/),
  network('zone', { bridge: { zone: 'libvirt' } }, /firewalld does not run/),
  network('option', options('log-queries', 'adress=/a/10.9.6.1'), /option adress=.*: bad option/),
  network('options', options('cache-size=1', 'cache-size=2'), /cache-size=2: illegal repeated keyword/),
  network(
    'own-option',
    { dns: { enable: false }, ...options('port=53') },
    /option port=53: illegal repeated keyword/,
  ),
  vlan('tags in a network', { network: 'default' }),
  vlan('tags on a bridge of the host', { network: undefined, bridge: 'brtag' }),
];

const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const playbook = join(folder, 'play.yaml');
const traces = (host: string) =>
  lab
    .onHost(host, 'virsh net-list --all --name; virsh dumpxml --inactive tagged')
    .then(({ stdout }) => stdout);
const before = new Map<string, string>();

beforeAll(async () => {
  const tasks = CASES.map(({ name, module, args }) => ({ name, [module]: args, ignore_errors: true }));
  writeFileSync(
    playbook,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks }]),
  );
  for (const host of HOSTS) {
    await lab.onHost(host, 'virsh net-start default; ip link add brtag type bridge; ip link set brtag up');
    await lab.addGuest(host, { name: 'tagged', networks: [{ network: 'default', mac: MAC }] });
    before.set(host, await traces(host));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each([['--check'], []])('a run %s', (...words) => {
  it('says of each why it fails, and leaves nothing of it', async () => {
    const { stdout } = await virtfleet(
      'run',
      playbook,
      '-i',
      lab.paths.inventory,
      '--format',
      'json',
      ...words,
    );
    const { tasks } = JSON.parse(stdout) as {
      tasks: { task: string; host: string; status: string; message?: string }[];
    };
    expect(tasks).toHaveLength(CASES.length * HOSTS.length);
    for (const { task, host, status, message } of tasks) {
      const says = CASES.find(({ name }) => name === task)?.says;
      expect([host, task, status, message]).toEqual([
        host,
        task,
        'failed',
        expect.stringMatching(says ?? /$^/),
      ]);
    }
    for (const host of HOSTS) expect(await traces(host)).toBe(before.get(host));
  });
});
