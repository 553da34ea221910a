import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const path = join(folder, 'play.yaml');

/** Tasks with what of them only root may, if anything. */
const TASKS: Readonly<Record<string, [task: object, denied: string | undefined]>> = {
  network: [{ network: { name: 'rights', ip: '10.97.7.1/24' } }, 'virsh'],
  sysctl: [{ sysctl: { key: 'net.ipv4.ip_forward', value: 1 } }, 'sysctl -q -w net.ipv4.ip_forward=1'],
  copy: [{ copy: { dest: '/etc/rights.conf', content: 'x' } }, 'write /etc/rights.conf'],
  'another owner': [{ copy: { dest: '/home/reader/a', content: 'x' } }, 'write /home/reader/a'],
  'own file': [
    { copy: { dest: '/home/reader/b', content: 'x', owner: 'reader', group: 'reader' } },
    undefined,
  ],
  package: [{ package: { name: 'sl' } }, 'apt-get install -- sl'],
  mode: [{ file: { path: '/etc/hostname', mode: '0600' } }, 'chown root:root -- /etc/hostname'],
  'own mode': [{ file: { path: '/home/reader/.profile', mode: '0600' } }, undefined],
  folder: [{ file: { path: '/etc/rights', state: 'directory' } }, 'mkdir'],
  'of root by become': [{ copy: { dest: '/etc/rights-2.conf', content: 'x' }, become: true }, undefined],
};

async function statuses(...words: string[]): Promise<string[][]> {
  const { stdout } = await virtfleet(...words, '-i', lab.paths.inventory, '--format', 'json');
  const { tasks } = JSON.parse(stdout) as {
    tasks: { host: string; task: string; status: string; message?: string }[];
  };
  return tasks.map(({ host, task, status, message = '' }) => [host, task, status, message]);
}

beforeAll(async () => {
  const tasks = Object.entries(TASKS).map(([name, [task]]) => ({ name, ...task, ignore_errors: true }));
  writeFileSync(
    path,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', become: false, tasks }]),
  );
  for (const host of HOSTS) {
    await lab.onHost(
      host,
      `useradd --create-home --shell /bin/sh reader
       echo 'reader ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/rights; rm -f /etc/rights.conf`,
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a dry run says what the login user may not do', async () => {
  const found = await statuses('run', path, '--check', '-e', 'ansible_user=reader');
  expect(found).toHaveLength(HOSTS.length * Object.keys(TASKS).length);
  for (const [host, task = '', status, message] of found) {
    const denied = TASKS[task]?.[1];
    const right = denied
      ? [host, task, 'failed', expect.stringContaining(`The login user may not do this: ${denied}`)]
      : [host, task, 'would-change', ''];
    expect([host, task, status, message]).toEqual(right);
  }
});

it('drift needs no rights', async () => {
  const found = await statuses('drift', path, '-e', 'ansible_user=reader');
  expect(found.map(([, , status]) => status)).toEqual(found.map(() => 'would-change'));
});
