import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { forecast, unlikePredicted } from './forecast.ts';
import { lab } from './lab.ts';
import { ROWS } from './modules/rows.ts';
import { virtfleet } from './virtfleet.ts';

// One of each release.
const HOSTS = ['hv01', 'hv03'];
const INVENTORY = lab.paths.inventory;
const LIMIT = ['-i', INVENTORY, '--limit', HOSTS.join(':')];

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-modules-'));
const playbook = join(folder, 'play.yaml');

interface Report {
  tasks: { task: string; host: string; status: string; message?: string }[];
}

/** What became of each row on each host, as `row: status`. */
async function statuses(...options: string[]) {
  const { stdout, stderr } = await virtfleet('run', playbook, ...LIMIT, '-b', '--format', 'json', ...options);
  expect(stderr).toBe('');
  const { tasks } = JSON.parse(stdout) as Report;
  return new Map(HOSTS.map((host) => [host, tasks.filter((task) => task.host === host)]));
}

const expected = (run: 'check' | 'first' | 'again') =>
  ROWS.map(({ name, ...row }) => `${name}: ${row[run] ?? row.first}`);
const told = (tasks: Report['tasks'] = []) =>
  tasks
    .filter(({ task }) => ROWS.some(({ name }) => name === task))
    .map(({ task, status }) => `${task}: ${status}`);

beforeAll(async () => {
  mkdirSync(join(folder, 'files'));
  for (const { files = {} } of ROWS)
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'files', name)), { recursive: true });
      writeFileSync(join(folder, 'files', name), text);
    }
  const tasks = ROWS.flatMap(({ name, task, more = [] }) => [{ name, ...task }, ...more]);
  writeFileSync(playbook, stringify([{ name: 'modules', hosts: 'all', rollout: 'all-at-once', tasks }]));
  const prepare = ROWS.map(({ before = '' }) => before).join('\n');
  for (const host of HOSTS) {
    expect(await lab.onHost(host, `set -e\n${prepare}`)).toMatchObject({ code: 0 });
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('each module', () => {
  it('says in a dry run what would become of it', async () => {
    const found = await statuses('--check');
    for (const host of HOSTS) expect(told(found.get(host))).toEqual(expected('check'));
  });

  it('does it, as predicted, and finds nothing to do when it is asked again', async () => {
    const predicted = await forecast(playbook, INVENTORY);
    const first = await statuses();
    for (const host of HOSTS) expect(told(first.get(host))).toEqual(expected('first'));
    const observed = await forecast(playbook, INVENTORY);
    for (const host of HOSTS)
      expect(unlikePredicted(predicted[host]?.known, observed[host]?.known)).toEqual([]);
    const again = await statuses();
    for (const host of HOSTS) expect(told(again.get(host))).toEqual(expected('again'));
  });
});

describe.each(ROWS.filter(({ proof }) => proof))('$name', ({ proof: [script, output] = ['', ''] }) => {
  it.each(HOSTS)('is seen on %s', async (host) => {
    expect(await lab.onHost(host, script)).toMatchObject({ stdout: output });
  });
});

it('fetch keeps a copy of each host', () => {
  for (const host of HOSTS)
    expect(readFileSync(join(folder, 'collected', host, 'srv/modules/rules.conf'), 'utf8')).toContain(
      'listen',
    );
});

describe('reboot', () => {
  const reboot = join(folder, 'reboot.yaml');
  const boots = () =>
    Promise.all(HOSTS.map((host) => lab.onHost(host, 'cat /proc/sys/kernel/random/boot_id')));

  it('needs consent while a guest runs, and names it', async () => {
    const tasks = [{ reboot: { reboot_timeout: 60, test_command: 'systemctl is-active libvirtd' } }];
    writeFileSync(reboot, stringify([{ hosts: 'all', rollout: 'all-at-once', tasks }]));
    await lab.onHost('hv01', 'virsh net-start default');
    await lab.addGuest('hv01', { name: 'web', networks: ['default'] });
    const { code, stdout } = await virtfleet('run', reboot, ...LIMIT, '-b', '--check');
    await lab.removeGuest('hv01', 'web');
    expect(code).toBe(2);
    expect(stdout).toMatch(/needs "disruption: link".*running guests web/s);
  });

  it('is over when the host is back', async () => {
    const before = await boots();
    expect(await virtfleet('run', reboot, ...LIMIT, '-b')).toMatchObject({ code: 0, stderr: '' });
    const after = await boots();
    for (const [index, { stdout }] of after.entries()) {
      expect(stdout).toMatch(/^[0-9a-f-]{36}$/m);
      expect(stdout).not.toBe(before[index]?.stdout);
    }
  });
});
