import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { History } from '../../src/history/history.ts';
import { openHistory } from '../../src/history/history.ts';
import { openAlarms } from '../controllers/campaign/account.ts';
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

/** Milliseconds for which something is waited for: it takes a quarter of a minute at most on a quiet machine. */
const PATIENCE = 180_000;

const HOUR = 3_600_000;
/** No job is lost, however slow the machine is. */
const HOURLY = { every: '1h', 'max-duration': '50m' };

/** Resolves to the answer once there is one; rejects with what was waited for, and why there was none. */
async function until<T>(what: string, question: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + PATIENCE;
  let why: unknown;
  while (performance.now() < end) {
    try {
      const answer = await question();
      if (answer !== undefined) return answer;
    } catch (error) {
      why = error;
    }
    await sleep(250);
  }
  throw new Error(`${PATIENCE / 1_000} s passed without ${what}`, { cause: why });
}

/** The last time in which the alarm was open, as a receiver was notified of it. */
const alarm = async (about: string) => openAlarms(join(folder, 'notified')).get(about)?.at(-1);

beforeAll(async () => {
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755);
  await layRegions();
  await services.makeDatabase();
  await services.startQueue();
  makeProject(folder, { hosts: 4, queue: Services.redis, pace: { look: HOURLY, write: HOURLY } });
  writeFileSync(join(folder, 'notified'), '');
  programs.push(startServer(folder));
  history = await until('a database with tables', () => openHistory(services.place));
});

afterAll(async () => {
  await Promise.all(programs.map((one) => one.kill('SIGTERM')));
  await history.destroy();
  await services.stop();
  await removeRegions();
  rmSync(folder, { recursive: true });
});

it('a region without a worker is alarmed', async () => {
  // The first look of the server finds none: workers begin behind it.
  const [, end] = await until('an alarm of region b', () => alarm('region b'));
  expect(end).toBe(Number.POSITIVE_INFINITY);
});

it('a server hands out a check, a worker that is killed loses its jobs to another one, each host is counted once, and an audit is done as well', async () => {
  const first = startWorker(folder, 'a', { name: 'first' });
  programs.push(startWorker(folder, 'b', { name: 'b' }));
  // As if nobody had been there for an hour: what was due is made up for.
  const decided = new Date(Date.now() - HOUR).toISOString();
  await until('checks that the server knows', async () => {
    const { numUpdatedRows } = await history
      .updateTable('dues')
      .set({ decided })
      .where('schedule', 'not like', 'write %')
      .executeTakeFirst();
    return numUpdatedRows === 2n || undefined;
  });
  const job = (region: string, name = 'look') =>
    history
      .selectFrom('jobs')
      .selectAll()
      .where('name', '=', name)
      .where('region', '=', region)
      // An hour may have ended before the server looked: then one is missed, and the next one counts.
      .where('state', '!=', 'missed')
      .orderBy('due')
      .executeTakeFirstOrThrow();
  await until('a worker that begins a job of region a', async () => (await job('a')).worker ?? undefined);
  await first.kill('SIGKILL');
  programs.push(startWorker(folder, 'a', { name: 'second' }));
  const ended = (region: string, name = 'look') =>
    until(`the end of ${name} in region ${region}`, async () => {
      const row = await job(region, name);
      return row.state === 'ended' ? row : undefined;
    });
  const [a, b] = [await ended('a'), await ended('b')];
  expect([a.worker, b.worker]).toEqual(['second', 'b']);
  const results = (...ids: string[]) =>
    history
      .selectFrom('job_hosts')
      .select(['host', 'state'])
      .where('job', 'in', ids)
      .orderBy('host')
      .execute();
  const differing = ['h0001', 'h0002', 'h0003', 'h0004'].map((host) => ({ host, state: 'differs' }));
  expect(await results(a.id, b.id)).toEqual(differing);
  const { id } = await ended('b', 'find');
  expect(await results(id)).toEqual([{ host: 'w-b', state: 'ok' }]);
});

it('a region that has a worker again is alarmed no more', async () => {
  const over = await until('the end of the alarm of region b', async () => {
    const [begin = 0, end = 0] = (await alarm('region b')) ?? [];
    return Number.isFinite(end) ? end - begin : undefined;
  });
  expect(over).toBeGreaterThan(0);
});

it('a worker without the library of the queue ends with that error, and counts as no worker', async () => {
  // Nothing is found from here: the folder has no node_modules beside or above it.
  const dist = join(folder, 'dist');
  cpSync(join(ROOT, 'dist'), dist, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const alone = startWorker(folder, 'a', { name: 'alone', program: join(dist, 'cli.js') });
  expect(await alone.ended).toBe(1);
  expect(readFileSync(join(folder, 'worker-alone.log'), 'utf8')).toContain('There is no package bullmq.');
  const rows = await history.selectFrom('workers').select('name').where('name', '=', 'alone').execute();
  expect(rows).toEqual([]);
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
