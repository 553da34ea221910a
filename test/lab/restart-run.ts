import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { NETWORK } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

/** One host of each release. */
export const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

/** Takes the playbooks away again. */
export const removePlaybooks = () => rmSync(folder, { recursive: true });

let number = 0;
/** A playbook that wants the network to be so, on all hosts; `more` are further keys of the task. */
export function playbook(network: object, play: object = { disruption: 'link' }, more: object = {}): string {
  number += 1;
  const path = join(folder, `${number}.yaml`);
  const task = { name: 'restart', network: { name: NETWORK, ...network }, ...more };
  writeFileSync(
    path,
    JSON.stringify([{ name: 'Restart', hosts: HOSTS, rollout: 'all-at-once', ...play, tasks: [task] }]),
  );
  return path;
}

let size = 1500;
/** An mtu that no host has had before: it needs a restart. */
export const otherMtu = () => {
  size -= 1;
  return { mtu: { size } };
};

/** A task of `--format json`. */
export interface Task {
  host: string;
  status: string;
  message?: string;
  downtimes?: { interface: string; guest?: string; ms: number }[];
  changes: { impact: { note: string; guests?: { guest: string; interface: string; mac: string }[] } }[];
}

/** Runs a playbook to its end; the tasks are in the order of the hosts. */
export async function run(path: string, ...words: string[]): Promise<{ code: number; tasks: Task[] }> {
  const { code, stdout } = await virtfleet(
    'run',
    path,
    '-i',
    lab.paths.inventory,
    '--format',
    'json',
    ...words,
  );
  const { tasks } = JSON.parse(stdout) as { tasks: Task[] };
  return { code, tasks: tasks.toSorted((a, b) => (a.host < b.host ? -1 : 1)) };
}

/** Begins a run that may be killed. */
export function start(path: string): ChildProcess {
  const [program = '', ...args] = lab.command([
    'node',
    'dist/cli.js',
    'run',
    path,
    '-i',
    lab.paths.inventory,
  ]);
  return spawn(program, args, { stdio: 'ignore' });
}
