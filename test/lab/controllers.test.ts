import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { History } from '../../src/history/history.ts';
import { openHistory } from '../../src/history/history.ts';
import type { Program } from '../controllers/campaign/program.ts';
import { Services } from '../controllers/campaign/services.ts';
import {
  layRegions,
  makeProject,
  removeRegions,
  startServer,
  startWorker,
} from '../controllers/campaign/stage.ts';
import { lab } from './lab.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-controllers-'));
const services = new Services(folder);
const programs: Program[] = [];
let history: History;

/** Resolves to the answer once there is one. */
async function until<T>(question: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await question().catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(250);
  }
}

beforeAll(async () => {
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755);
  await layRegions();
  await services.makeDatabase();
  await services.startQueue();
  makeProject(folder, { hosts: 4, queue: Services.redis });
  writeFileSync(join(folder, 'notified'), '');
  programs.push(startServer(folder));
  history = await until(() => openHistory(services.place));
});

afterAll(async () => {
  await Promise.all(programs.map((one) => one.kill('SIGTERM')));
  await history.destroy();
  await services.stop();
  await removeRegions();
  rmSync(folder, { recursive: true });
});

it('a server hands out a check, a worker that is killed loses its jobs to another one, and each host is counted once', async () => {
  const first = startWorker(folder, 'a', { name: 'first' });
  programs.push(startWorker(folder, 'b', { name: 'b' }));
  // As if it had been due a minute ago: nobody waits for the next one.
  const decided = new Date(Date.now() - 60_000).toISOString();
  await until(async () => {
    const { numUpdatedRows } = await history
      .updateTable('dues')
      .set({ decided })
      .where('schedule', 'like', 'look %')
      .executeTakeFirst();
    return numUpdatedRows === 1n || undefined;
  });
  const job = (region: string) =>
    history
      .selectFrom('jobs')
      .selectAll()
      .where('name', '=', 'look')
      .where('region', '=', region)
      // A minute may have ended before the server looked: then one is missed, and the next one counts.
      .where('state', '!=', 'missed')
      .orderBy('due')
      .executeTakeFirstOrThrow();
  await until(async () => (await job('a')).worker ?? undefined);
  await first.kill('SIGKILL');
  programs.push(startWorker(folder, 'a', { name: 'second' }));
  const ended = async (region: string) => {
    const row = await job(region);
    return row.state === 'ended' ? row : undefined;
  };
  const [a, b] = [await until(() => ended('a')), await until(() => ended('b'))];
  expect([a.worker, b.worker]).toEqual(['second', 'b']);
  const results = await history
    .selectFrom('job_hosts')
    .select('host')
    .where('job', 'in', [a.id, b.id])
    .orderBy('host')
    .execute();
  expect(results.map(({ host }) => host)).toEqual(['h0001', 'h0002', 'h0003', 'h0004']);
});

it('systemd takes the units of deploy/', async () => {
  const [host] = lab.hosts();
  for (const unit of ['virtfleet-server.service', 'virtfleet-worker@.service']) {
    const text = readFileSync(join(ROOT, 'deploy/systemd', unit), 'utf8');
    const name = unit.replace('@', '@fra');
    const script = `ln -sf /bin/true /usr/bin/virtfleet && mkdir -p /srv/networks && useradd --system virtfleet 2>/dev/null
      cat >/etc/systemd/system/${name} && systemd-analyze verify --man=no /etc/systemd/system/${name} 2>&1`;
    const { stdout } = await lab.onHost(host?.name ?? '', script, { stdin: text });
    expect(stdout).toBe('');
  }
});
