import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { NIGHTLY } from '../sampled.ts';
import { forecast, unlikePredicted } from './forecast.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { RELEASES } from './releases.ts';
import { virtfleet } from './virtfleet.ts';

/** The first host of each release. */
export const HOSTS = oneOfEach();

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
export const PATH = join(folder, 'site.yaml');
const INVENTORY = ['-i', lab.paths.inventory];
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the playbook: a play of these tasks for both hosts, with more keys of the play. */
export function write(tasks: readonly object[], keys: object = {}): void {
  writeFileSync(
    PATH,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', become: true, ...keys, tasks }]),
  );
}

/** Runs the playbook. */
export function run(...words: string[]) {
  return virtfleet('run', PATH, ...INVENTORY, ...words);
}

export function drift(...words: string[]) {
  return virtfleet('drift', PATH, ...INVENTORY, ...words);
}

/**
 * A run that makes this change on both hosts: it is foreseen, the hosts are afterwards as they were foreseen, and
 * then nothing differs. At night it is also asked of the commands. Gives what `-v` printed.
 */
export async function changes(line: string): Promise<string> {
  expect(HOSTS).toHaveLength(RELEASES.length);
  const predicted = await forecast(PATH, lab.paths.inventory);
  if (NIGHTLY) {
    const check = await run('--check', '--exit-code');
    expect(check).toMatchObject({ code: 3, stderr: '', stdout: expect.stringContaining(`  ${line}`) });
  }
  const done = await run('-v');
  expect(done).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`  ${line}`) });
  const observed = await forecast(PATH, lab.paths.inventory);
  for (const host of HOSTS) {
    expect(unlikePredicted(predicted[host]?.known, observed[host]?.known)).toEqual([]);
    expect(Object.values(observed[host]?.steps ?? { none: [1] }).flat()).toEqual([]);
  }
  if (NIGHTLY) expect(await run('--exit-code')).toMatchObject({ code: 0, stderr: '' });
  return done.stdout;
}

/** What a command says on each host. */
export async function onEach(command: string): Promise<string[]> {
  const said = await Promise.all(HOSTS.map((host) => lab.onHost(host, command)));
  return said.map(({ code, stdout, stderr }) => {
    if (code !== 0) throw new Error(`${command}: ${stderr}`);
    return stdout.trim();
  });
}
