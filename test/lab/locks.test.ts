import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { start } from '../interrupts/client.ts';
import { lab } from './lab.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-locks-'));
afterAll(() => rmSync(folder, { recursive: true }));

function playbook(name: string, task: string): string {
  const path = join(folder, name);
  writeFileSync(path, `- hosts: ${HOSTS.join(':')}\n  rollout: all-at-once\n  tasks:\n    - ${task}\n`);
  return path;
}

const words = ['-i', lab.paths.inventory];
const writes = playbook('writes.yaml', 'copy: { dest: /etc/locked.conf, content: x }');

it('a run that meets another says whose it is, since when and from where, by sudo too', async () => {
  const slow = playbook('slow.yaml', 'shell: ": >/run/locked; while [ -e /run/locked ]; do sleep 0.1; done"');
  const asOperator = ['-e', 'ansible_user=operator', '-b'];
  const first = virtfleet('run', slow, ...words, ...asOperator);
  await onEach('until [ -e /run/locked ]; do sleep 0.1; done');
  const second = await virtfleet('run', writes, ...words);
  await onEach('rm /run/locked');
  expect(second.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /\S+@\S+ \(run [0-9a-f]{8}, from 10\.77\.0\.1, since 20\d\d-\S+Z\) is writing to this host; the lock expires in \d+ s/,
  );
  expect([second.code, (await first).code]).toEqual([2, 0]);
});

it('a run that is over holds up no other one, even where the host takes its connection for alive', async () => {
  const sessions = (signal: string) =>
    onEach(`pkill -${signal} -x sshd-session; pkill -${signal} -f '^sshd: [a-z]*@'; true`);
  const slow = playbook('over.yaml', 'shell: ": >/run/over; while [ -e /run/over ]; do sleep 0.1; done"');
  const client = start(['node', 'dist/cli.js', 'run', slow, ...words]);
  await onEach('until [ -e /run/over ]; do sleep 0.1; done');
  await sessions('STOP');
  try {
    client.strike('SIGINT');
    await sleep(500);
    client.strike('SIGINT');
    expect((await client.ended).said).toContain('what was being written is reported as lost');
    // What the run left at work is waited for.
    const early = await virtfleet('run', writes, ...words);
    expect(early.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /a script of \S+, begun by an earlier run, has not come/,
    );
    await onEach('rm /run/over');
    const elsewhere = await virtfleet('run', writes, ...words, '--history', 'none');
    expect(elsewhere.stdout).toMatch(/is writing to this host/);
    expect(await virtfleet('run', writes, ...words)).toMatchObject({ code: 0, stderr: '' });
  } finally {
    await sessions('CONT');
  }
  expect(await onEach('rm /etc/locked.conf; ls /run/lock/virtfleet* 2>/dev/null || echo none')).toEqual(
    HOSTS.map(() => 'none'),
  );
});

it('a full disk is no other operator', async () => {
  await onEach('mount -t tmpfs -o size=64k,nr_inodes=3 tmpfs /run/lock && touch /run/lock/a /run/lock/b');
  try {
    const { stdout, code } = await virtfleet('run', writes, ...words);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /lock .* cannot be written: .*No space left on device\. Nothing/,
    );
    expect(code).toBe(2);
  } finally {
    await onEach('umount /run/lock');
  }
  expect(await onEach('ls /etc/locked.conf 2>/dev/null || echo none')).toEqual(HOSTS.map(() => 'none'));
});
