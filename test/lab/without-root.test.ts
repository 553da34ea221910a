import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { said, talk } from './talk.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const path = join(folder, 'play.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const play = (address: string) => [
  {
    hosts: HOSTS.join(','),
    rollout: 'all-at-once',
    disruption: 'link',
    tasks: [
      { network: { name: 'guests', bridge: { name: 'virbr10' }, ip: address } },
      {
        network: {
          name: 'lab',
          ip: '10.97.9.1/24',
          domain: { name: address.startsWith('10.97.8.1/') ? 'a' : 'b' },
        },
      },
      { pool: { name: 'vms', type: 'dir', target: { path: '/var/lib/libvirt/vms' } } },
      { sysctl: { key: 'net.ipv4.ip_forward', value: 1 }, become: true },
    ],
  },
];

const ORDER = ['network', 'pool', 'sysctl'];

/** Of both hosts, task by task. */
async function statuses(...words: string[]) {
  const { stdout } = await virtfleet(
    ...words,
    '-i',
    lab.paths.inventory,
    '-e',
    'ansible_user=member',
    '--format',
    'json',
  );
  const { tasks } = JSON.parse(stdout) as { tasks: { task: string; status: string; message?: string }[] };
  const found = tasks.map(({ task, status, message = '' }) => [task, status, message.split('\n')[0]]);
  return found.toSorted((one, other) => ORDER.indexOf(`${one[0]}`) - ORDER.indexOf(`${other[0]}`));
}

const onAll = (script: string, ...args: string[]) =>
  Promise.all(HOSTS.map((host) => lab.onHost(host, script, { args })));

beforeAll(async () => {
  const went = await onAll('useradd --create-home --shell /bin/bash --groups libvirt member');
  expect(went.map(({ code }) => code)).toEqual([0, 0]);
});

describe('a member of the group libvirt', () => {
  const write = (address: string) => writeFileSync(path, JSON.stringify(play(address)));
  const ofBoth = (...tasks: unknown[][]) => tasks.flatMap((task) => [task, task]);

  test('manages networks and pools without root', async () => {
    write('10.97.8.1/24');
    const words = ['run', path, '-e', 'ansible_become=false', '--partial'];
    const all = (status: string, why: RegExp) =>
      ofBoth(...['network', 'network', 'pool'].map((task) => [task, status, '']), [
        ...['sysctl', 'failed', expect.stringMatching(why)],
      ]);
    const foreseen = /^The login user may not do this: sysctl -q -w net.ipv4.ip_forward=1, /;
    expect(await statuses(...words, '--check')).toEqual(all('would-change', foreseen));
    // With --partial such a task is tried, and fails at its first step.
    expect(await statuses(...words)).toEqual(all('changed', /^sysctl -q -w .* permission denied/));
  });

  test('is told beforehand where a restart needs root, and nothing is tried', async () => {
    for (const host of HOSTS) await lab.addGuest(host, { name: 'vm1', networks: ['guests'] });
    write('10.97.8.2/24');
    // Without the state of the bridge: it comes up a moment after the guest.
    const look =
      'virsh net-dumpxml guests; ip -br address show virbr10 | awk \'{ $2 = "" } 1\'; ip -br link show master virbr10';
    const before = await onAll(look);
    const words = ['run', path, '-e', 'ansible_become=false', '--tags', 'all'];
    const refused = ['network', 'failed', 'The login user may not do this: restart of network guests.'];
    const found = await statuses(...words);
    expect(found.filter(([, status]) => status === 'failed')).toEqual([refused, refused]);
    expect(found.filter(([, status]) => status === 'changed')).toEqual([]);
    expect(await onAll(look)).toEqual(before);
  });
});

test('the sudoers file is valid, makes its account root, and allows nothing else', async () => {
  writeFileSync(path, JSON.stringify(play('10.97.8.1/24')));
  const { stdout } = await virtfleet('sudoers', path, '-i', lab.paths.inventory, '-e', 'ansible_user=member');
  expect(stdout).toContain('AS GOOD AS ROOT');
  expect(stdout).toMatch(/becomes root for:\n# {3}\S+play\.yaml:1 {2}sysctl \(sysctl\)/);
  for (const host of HOSTS) {
    const install =
      'cat >/etc/sudoers.d/virtfleet && chmod 440 /etc/sudoers.d/virtfleet && visudo -cf /etc/sudoers.d/virtfleet';
    expect(await lab.onHost(host, install, { stdin: stdout })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('parsed OK'),
    });
    expect(said(await talk(host, { user: 'member', become: true }))).toEqual(['root']);
    for (const other of ['true', '/bin/sh -c id', '/bin/sh'])
      expect((await lab.onHost(host, `su -c 'sudo -n ${other}' member </dev/null`)).code).toBe(1);
  }
});
