import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { labBeside } from './lab.ts';

/** A lab of its own for each worker: its hosts lose their links. */
export const lab = labBeside(`guard-${process.env.VITEST_POOL_ID}`);
export const folder = mkdtempSync(join(tmpdir(), 'virtfleet-guard-'));
export const HOSTS = ['hv01', 'hv02'];

/** The management address on a bridge; `more` are further arguments of the bridge, `behind` further tasks. */
export function play({
  more = '',
  hosts = 'all',
  timeout = 8,
  confirm = '{ addresses: [10.77.0.1] }',
  serial = 2,
  behind = '',
} = {}): string {
  const path = join(folder, 'play.yaml');
  writeFileSync(
    path,
    `- hosts: ${hosts}
  serial: ${serial}
  disruption: link
  tasks:
    - bridge:
        name: br0
        takes_over: [/etc/netplan/01-uplink.yaml]
        ${more || MOVED.replaceAll('\n', '\n        ')}
      confirm_timeout: ${timeout}
      confirm: ${confirm}
${behind}`,
  );
  return path;
}

/** From the uplink to the bridge. */
export const MOVED = `interfaces: [eth0]
addresses: ["{{ ansible_host }}/16"]
routes: [{ to: default, via: 10.77.0.1 }]
parameters: { stp: false, forward-delay: 0 }`;

/** The same with an address that nobody finds the host under. */
export const WRONG_ADDRESS = MOVED.replace('{{ ansible_host }}/16', '10.99.0.1/16').replace(
  '10.77.0.1',
  '10.99.0.2',
);

export const argv = (path: string) => ['node', 'dist/cli.js', 'run', path, '-i', lab.paths.inventory];
export const run = (path: string) => lab.exec(argv(path));

/** What a guarded change may touch: files, addresses, routes, ports of bridges. */
export async function snapshot(host: string): Promise<string> {
  const { stdout } = await lab.onHost(
    host,
    `grep -r '' /etc/netplan; ls -l /etc/netplan | tail -n +2 | sed 's/ *[A-Z][a-z][a-z] *[0-9]* [0-9:]*//'
     ip -br addr show scope global | sed 's/@if[0-9]*//'; ip route; bridge link | sed 's/^[0-9]*: //'
     ls /etc/systemd/system /etc/systemd/system/sysinit.target.wants; ls /run/lock/virtfleet* 2>/dev/null`,
  );
  return stdout;
}

async function reachable(host: string): Promise<boolean> {
  const ssh = ['ssh', '-F', lab.paths.sshConfig, '-o', 'ConnectTimeout=2', host, 'true'];
  return (await lab.exec(ssh)).code === 0;
}

/** Seconds until the host answers; fails after `within`. */
export async function answers(host: string, within: number): Promise<void> {
  const start = Date.now();
  while (!(await reachable(host))) {
    if (Date.now() - start > within * 1000) throw new Error(`${host} does not answer after ${within} s`);
    await sleep(200);
  }
}

/** Waits until the steps of a guarded change are done on the host and nobody has decided yet. */
export async function untilChanged(host: string): Promise<void> {
  const look = '(cd /var/lib/virtfleet/backups/* && [ -e result ] && [ ! -e deciding ]) 2>/dev/null';
  await lab.onHost(host, `until ${look}; do sleep 0.1; done`);
}

/** What the host decided about the change. */
export const decided = async (host: string) =>
  (await lab.onHost(host, 'cat /var/lib/virtfleet/backups/*/state')).stdout;

/** The same on both hosts at once. */
export const all = <T>(work: (host: string) => Promise<T>) => Promise.all(HOSTS.map(work));

/** Runs it, expects that it was rolled back, and that the hosts are as they were. */
export async function expectReverted(
  path: string,
  why: string | undefined,
  meanwhile: (host: string) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const before = await all(snapshot);
  const [ended] = await Promise.all([run(path), all(meanwhile)]);
  expect(hostsOf('reverted', ended.stdout)).toEqual(HOSTS);
  if (why) expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(`because ${why}; it is as it was before.`);
  expect(ended.code).toBe(2);
  expect(await all(decided)).toEqual(HOSTS.map(() => 'reverted\n'));
  expect(await all(snapshot)).toEqual(before);
}

/** Waits until a guarded change has begun on the host. */
export async function untilStarted(host: string): Promise<void> {
  const look = 'ls /var/lib/virtfleet/backups/*/armed';
  const { code } = await lab.onHost(
    host,
    `timeout 120 sh -c 'until ${look}; do sleep 0.1; done 2>/dev/null'`,
  );
  if (code !== 0) throw new Error(`no guarded change has begun on ${host} within 120 s`);
}

/** Waits until the host has undone the change. */
export async function settled(host: string): Promise<void> {
  const look = 'ls /var/lib/virtfleet/backups/*/state';
  await lab.onHost(host, `timeout 120 sh -c 'until ${look}; do sleep 0.2; done 2>/dev/null'`);
}

/** A text as more arguments of `play`. */
export function indented(text: string): string {
  return text.replaceAll('\n', '\n        ');
}

/** The hosts that a report lists under a status, in one block or in several. */
export function hostsOf(status: string, stdout: string): string[] {
  const lists = stdout.matchAll(new RegExp(`^${status}: \\[(.*)\\]$`, 'gm'));
  return [...lists].flatMap(([, hosts = '']) => hosts.split(', ')).sort();
}
