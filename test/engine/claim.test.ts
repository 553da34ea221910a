import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HostWriter } from '../../src/engine/connection/host-writer.ts';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { localHost, newLockFolder } from './local-host.ts';
import { task, writes } from './task.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

const PLAN = '5a1c9a4e-0000-4000-8000-000000000001';

/** What a run that applies the plan comes to where it writes a file. */
async function applies(run: string, locks: string, files = ['f']) {
  const { folder, open } = localHost(run, locks);
  const writer = { run, owner: 'alice@laptop', folder: locks, plan: PLAN };
  const remote = new HostWriter(open, 'test:///default', writer, UNINTERRUPTED);
  const outcomes = [];
  for (const file of files) {
    const path = join(folder, file);
    const { outcome } = await converge('h', task(writes, { path, content: 'x' }), new Observations(), remote);
    outcomes.push([outcome.status, outcome.message?.replace(/ at \S+,/, ' at TIME,'), existsSync(path)]);
  }
  await remote.unlock();
  await remote.close();
  return outcomes;
}

it('a saved plan is applied by one run on a host, as often as that writes', async () => {
  const locks = newLockFolder();
  expect(await applies('first', locks, ['f', 'g'])).toEqual([
    ['changed', undefined, true],
    ['changed', undefined, true],
  ]);
  expect(readFileSync(join(locks, PLAN), 'utf8')).toMatch(/^first\nalice@laptop at \S+Z, run first\n$/);
  const message =
    'A saved plan is applied once: this plan was applied here before: alice@laptop at TIME, run first. Nothing was written.';
  expect(await applies('second', locks)).toEqual([['blocked', message, false]]);
});

it('a mark that nobody can read is a mark', async () => {
  const locks = newLockFolder();
  writeFileSync(join(locks, PLAN), '');
  const message =
    'A saved plan is applied once: this plan was applied here before: by a run that is not known. Nothing was written.';
  expect(await applies('second', locks)).toEqual([['blocked', message, false]]);
  rmSync(join(locks, PLAN));
  mkdirSync(join(locks, PLAN));
  expect(await applies('third', locks)).toEqual([['blocked', message, false]]);
});
