import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTurn } from '../sampled.ts';
import { siteTasks } from './drift/site.ts';
import { lab } from './lab.ts';
import { run } from './run.ts';
import { virtfleet } from './virtfleet.ts';

// What a snapshot answers is what the fleet answered: byte for byte the same output, where no host can be reached.
const HOSTS = lab.hosts().map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-snapshot-'));
const own = (name: string) => join(folder, name);
const site = own('site.yaml');
const inventory = ['-i', lab.paths.inventory];
const none = ['--history', 'none'];
const later = {
  name: 'Waits for facts',
  hosts: HOSTS.join(','),
  gather_facts: true,
  tasks: [
    {
      copy: {
        dest: '/etc/drift/facts',
        content: '{{ ansible_distribution_release }} {{ inventory_hostname }}\n',
      },
    },
  ],
};

const LOOKS: readonly (readonly string[])[] = [
  ['run', site, '--check', '--diff', '-v', ...none],
  ['run', site, '--check', '--expand', ...none, '--limit', HOSTS[0] ?? ''],
  ['drift', site, '--unmanaged', '--diff', ...none],
  ['drift', site, '--expand', '--fail-on', 'new', ...none],
  ['networks', 'all'],
  ['networks', 'all', '--format', 'json'],
  ...HOSTS.slice(0, 2).flatMap((host) => [
    ['show', `${host}/n01`],
    ['show', `${host}/default`, '--format', 'json'],
  ]),
  ['leases', 'all'],
  ['leases', '10.9.0.20', '--format', 'json'],
  ['leases', 'g1'],
];

const USERS = [
  { who: 'root', words: [] as string[] },
  { who: 'a user who is not root', words: ['-e', 'ansible_user=auditor'] },
  { who: 'a user who becomes root', words: ['-e', 'ansible_user=operator', '-b'] },
];

beforeAll(async () => {
  const tasks = siteTasks(false).filter((task) => !('service' in task || 'guest' in task));
  const play = { name: 'Site', hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks };
  writeFileSync(site, JSON.stringify([play]));
  expect(await virtfleet('run', site, ...inventory, ...none)).toMatchObject({ code: 0 });
  for (const [index, host] of HOSTS.entries()) {
    await lab.addGuest(host, { name: 'g1', networks: ['n09'] });
    await lab.onHost(
      host,
      `virsh -q net-autostart n05 --disable; ip addr del 10.82.0.1/24 dev br2; echo other ${index} >/etc/drift/content
       rm /etc/drift/removed; kill -9 "$(cat /run/libvirt/network/n12.pid)"; ip addr del 10.13.0.1/24 dev vb13`,
    );
  }
  writeFileSync(site, JSON.stringify([play, later]));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const host of HOSTS) await lab.renew(host);
});

/** The same command from a snapshot, on a machine from which no way leads to the hosts. */
const offline = (words: readonly string[], snapshot: string) =>
  run(['node', 'dist/cli.js', ...words, ...inventory, '--snapshot', snapshot]);

describe.each(USERS)('$who', (user) => {
  const { who, words } = user;
  const looks = inTurn(LOOKS, user, USERS);
  const path = own(`${who.replaceAll(' ', '-')}.snapshot`);

  beforeAll(async () => {
    const { code, stdout } = await virtfleet('snapshot', site, ...inventory, ...words, '-o', path);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(`^Written to ${path}: ${HOSTS.length} hosts, `),
    ]);
    const { code: unreached } = await run(['node', 'dist/cli.js', 'networks', ...inventory, '-T', '1']);
    expect(unreached).toBe(4);
  });

  it.each(looks.map((look) => ({ name: look.filter((word) => !word.includes('/')).join(' '), look })))(
    '$name',
    async ({ look }) => {
      const live = await virtfleet(...look, ...inventory, ...words);
      const { code, stdout, stderr } = await offline([...look, ...words], path);
      expect({ code, stdout }).toEqual({ code: live.code, stdout: live.stdout });
      expect(stdout.length).toBeGreaterThan(60);
      expect(stderr).not.toContain('snapshot has no answer');
    },
  );
});

const path = own('root.snapshot');

it('render prints the files that wait for facts, too', async () => {
  const live = await virtfleet('render', site, ...inventory);
  expect(live).toMatchObject({ code: 0, stdout: expect.not.stringContaining('/etc/drift/facts') });
  const { code, stdout } = await offline(['render', site], path);
  expect(code).toBe(0);
  for (const host of HOSTS)
    expect(stdout).toMatch(new RegExp(`^# ${host}: .*facts\n(bookworm|trixie) ${host}$`, 'm'));
});

it('what it does not have is said of each host', async () => {
  const [first = '', ...others] = HOSTS;
  const narrow = own('narrow.snapshot');
  expect(await virtfleet('snapshot', ...inventory, '-l', `!${first}`, '-o', narrow)).toMatchObject({
    code: 0,
  });
  const edited = own('edited.yaml');
  const copy = { dest: '/etc/never-asked', content: 'x' };
  writeFileSync(edited, JSON.stringify([{ hosts: 'all', tasks: [{ copy }] }]));
  const { code, stdout } = await offline(['run', edited, '--check', ...none], narrow);
  expect(code).toBe(2);
  expect(stdout).toContain('The snapshot does not have this host: the snapshot was taken without it.');
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /The snapshot has no answer to file \/etc\/never-asked\. Virtfleet \S+ took it at \S+\. .*Take one with/,
  );
  expect(stdout).toContain(`\n    virtfleet snapshot -i ${lab.paths.inventory} -l '!${first}' -o ${narrow}`);
  expect(stdout).toMatch(new RegExp(`^${first} : .*unreachable=1`, 'm'));
  for (const host of others) expect(stdout).toMatch(new RegExp(`^${host} : .*failed=1`, 'm'));
});

it('a host that was out of reach is so in it, with the reason', async () => {
  const [gone = ''] = HOSTS;
  const without = own('gone.snapshot');
  await lab.setLink(gone, 'down');
  try {
    const taken = await virtfleet('snapshot', ...inventory, '-T', '1', '-o', without);
    expect(taken).toMatchObject({ code: 4, stdout: expect.stringContaining(gone) });
    const live = await virtfleet('networks', ...inventory, '-T', '1');
    expect(await offline(['networks'], without)).toMatchObject({ code: 4, stdout: live.stdout });
  } finally {
    await lab.setLink(gone, 'up');
  }
});

it('nothing is written to it', async () => {
  const before = readFileSync(path);
  expect(await offline(['run', site], path)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--snapshot is for --check'),
  });
  expect(readFileSync(path)).toEqual(before);
});
