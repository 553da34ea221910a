import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from './layout.ts';
import { LabError } from './run.ts';

/**
 * Every process of a lab lives in a control group of the unified hierarchy. Ending the group ends all of
 * them at once, whoever started them and whatever they forked: a power cut, and a sure way to clean up.
 */
export function groupPath(layout: Layout, name = ''): string {
  return join(unifiedHierarchy(), layout.operator, name);
}

/** Prefixes a command so that it runs inside a group, which is made when missing. */
export function inGroup(path: string, argv: readonly string[]): string[] {
  mkdirSync(path, { recursive: true });
  return ['sh', '-c', 'echo $$ >"$1" && shift && exec "$@"', 'sh', join(path, 'cgroup.procs'), ...argv];
}

/** True while a process lives in the group or below it. */
export function populated(path: string): boolean {
  try {
    return readFileSync(join(path, 'cgroup.events'), 'utf8').includes('populated 1');
  } catch {
    return false;
  }
}

/** Kills every process of the group and removes it. A group that is not there is already done. */
export async function endGroup(path: string): Promise<void> {
  if (!existsSync(path)) return;
  writeFileSync(join(path, 'cgroup.kill'), '1');
  for (let waited = 0; populated(path); waited += 20) {
    if (waited > 30_000) throw new LabError(`Processes in ${path} do not end.`);
    await sleep(20);
  }
  removeTree(path);
}

function removeTree(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(path, entry.name));
  }
  rmdirSync(path);
}

function unifiedHierarchy(): string {
  const mount = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2')?.[1];
  if (mount === undefined)
    throw new LabError('The lab needs the unified control group hierarchy (cgroup2) mounted.');
  return mount;
}
