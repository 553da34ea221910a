import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTurn, sampled } from '../sampled.ts';
import { siteTasks } from './drift/site.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';
import { changedIn, journal, journalEnd, type WholeHost, wholeHost } from './whole-host.ts';

// Nothing is ever written on a host by a command that only looks, whoever it logs in as.
const HOSTS = sampled(oneOfEach(), 1);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-untouched-'));
const site = join(folder, 'site.yaml');
const own = (name: string) => join(folder, name);
const inventory = ['-i', lab.paths.inventory];
const history = ['--history', own('history.db')];
const files = (name: string) =>
  ['json', 'ndjson', 'junit', 'prometheus', 'sarif', 'html', 'markdown'].flatMap((kind) => [
    `--${kind}`,
    own(`${name}.${kind === 'prometheus' ? 'prom' : kind}`),
  ]);

/** Commands that contact hosts, each with all that it can be asked for. */
const LOOKS: readonly (readonly string[])[] = [
  ['networks', HOSTS.join(':'), ...inventory],
  ['networks', HOSTS.join(':'), ...inventory, '--expand', '--format', 'json'],
  ...HOSTS.flatMap((host) => [
    ['show', `${host}/n01`, ...inventory],
    ['show', `${host}/n01`, ...inventory, '--format', 'json'],
  ]),
  ['leases', HOSTS.join(':'), ...inventory],
  ['leases', '10.9.0.20', ...inventory, '-l', HOSTS.join(':'), '--format', 'json'],
  ['snapshot', site, ...inventory, '-l', HOSTS.join(':'), '-o', own('fleet.snapshot')],
  ['snapshot', ...inventory, '-l', HOSTS.join(':'), '-o', own('fleet.snapshot')],
  ['drift', site, ...inventory, ...history],
  ['drift', site, ...inventory, ...history, '--baseline', '--diff', '--expand'],
  ['drift', site, ...inventory, ...history, '--unmanaged', '--format', 'json', ...files('drift')],
  [
    'drift',
    site,
    ...inventory,
    ...history,
    '--quiet',
    '--notify-command',
    'cat >/dev/null',
    '--fail-on',
    'new',
  ],
  ['audit', ...inventory, ...history, ...files('audit').filter((one) => !/ndjson|prom/.test(one))],
  ['audit', site, ...inventory, ...history, '--expand', '--format', 'json', '--fail-on', 'warning'],
  ['run', site, ...inventory, ...history, '--check', '--diff'],
  ['run', site, ...inventory, ...history, '--check', '--partial', '-v', '--exit-code', ...files('run')],
];

/** Commands that do not. */
const ALONE: readonly (readonly string[])[] = [
  ['render', site, ...inventory],
  ['inventory', ...inventory],
  ['run', site, ...inventory, '--list-tasks'],
  ['history', 'list', ...history],
  ['history', 'show', 'last', ...history, '--diff'],
  ['history', 'host', HOSTS[0] ?? '', ...history],
  ['history', 'network', `${HOSTS[0]}/n01`, ...history],
  ['history', 'diff', '1', 'last', ...history],
  ['history', 'export', ...history],
];

/** What libvirt says of it when a dry run, or a snapshot of one, asks whether its user may write, which no other command asks. */
const ASKED = [
  "authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.manage'",
  'End of file while reading data: Input/output error',
];

const asks = (look: readonly string[]) =>
  look.includes('--check') || (look[0] === 'snapshot' && look[1] === site);

const USERS = [
  { who: 'root', words: [], asked: [] },
  { who: 'a user who becomes root', words: ['-e', 'ansible_user=operator', '-b'], asked: [] },
  { who: 'a user who is not root', words: ['-e', 'ansible_user=auditor'], asked: ASKED },
];

beforeAll(async () => {
  const tasks = siteTasks(false).filter((task) => !('service' in task || 'guest' in task));
  writeFileSync(
    site,
    JSON.stringify([
      { name: 'Site', hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks },
    ]),
  );
  expect(await virtfleet('run', site, ...inventory, ...history)).toMatchObject({ code: 0 });
  for (const host of HOSTS) {
    await lab.addGuest(host, { name: 'g1', networks: ['n09'] });
    await lab.onHost(
      host,
      `virsh -q net-autostart n05 --disable; ip addr del 10.82.0.1/24 dev br2; echo other >/etc/drift/content
       rm /etc/drift/removed; kill -9 "$(cat /run/libvirt/network/n12.pid)"; ip addr del 10.13.0.1/24 dev vb13`,
    );
  }
  // The first login of a user makes what the later ones find.
  for (const { words } of USERS) await virtfleet('networks', HOSTS.join(':'), ...inventory, ...words);
  await look();
});

/** How the hosts were left by the user before, and where their journals ended. */
let before: WholeHost[] = [];
let ends: string[] = [];

async function look(): Promise<void> {
  ends = await Promise.all(HOSTS.map(journalEnd));
  before = await Promise.all(HOSTS.map(wholeHost));
}

/** What has changed on each host since it was looked at last, and the lines of its journal. */
async function changes(): Promise<{ changed: string[][]; lines: string[][] }> {
  const lines = await Promise.all(HOSTS.map((host, index) => journal(host, ends[index] ?? '')));
  const was = before;
  await look();
  return { changed: before.map((one, index) => changedIn(was[index] ?? new Map(), one)), lines };
}

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const host of HOSTS) await lab.renew(host);
});

describe.each(USERS)('$who', (user) => {
  const { words, asked } = user;
  const looks = inTurn(LOOKS, user, USERS);

  it.each(looks.map((look) => ({ name: look.filter((word) => !word.includes('/')).join(' '), look })))(
    '$name',
    async ({ look }) => {
      const { code, stderr } = await virtfleet(...look, ...words);
      // Something differs (3), or is only to be read by root (2).
      expect([[0, 2, 3].includes(code), code, stderr]).toEqual([true, code, '']);
    },
  );

  it.each(inTurn(ALONE, user, USERS).map((look) => ({ name: look.slice(0, 2).join(' '), look })))(
    '$name',
    async ({ look }) => {
      expect(await virtfleet(...look)).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('has left every file, the kernel, libvirt and the journal as they were', async () => {
    const { changed, lines } = await changes();
    expect(changed).toEqual(HOSTS.map(() => []));
    expect(lines).toEqual(HOSTS.map(() => looks.filter(asks).flatMap(() => asked)));
  });
});

it('what differs was read', () => {
  const { findings } = JSON.parse(readFileSync(own('drift.json'), 'utf8'));
  expect(findings).not.toEqual([]);
});

it('a file, its time, an address and a line of the journal would have been seen', async () => {
  const [host = ''] = HOSTS;
  await lab.onHost(
    host,
    'echo x >/etc/drift/content; touch /etc/hosts; ip addr add 10.82.0.9/24 dev br2; logger -t virtfleet x',
  );
  const { changed, lines } = await changes();
  expect(changed[0]).toEqual(['/etc/drift/content', '/etc/hosts', 'addresses', 'routes']);
  expect(lines[0]).toEqual(['virtfleet: x']);
});
