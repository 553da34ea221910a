import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { informed } from '../../src/history/alerts.ts';
import { outcomesOf } from '../../src/history/questions/run-outcomes.ts';
import { listRuns, runSummary } from '../../src/history/questions/runs.ts';
import { change, outcome } from '../report/outcomes.ts';
import { newPlace, opened } from './kept.ts';
import { begin, eventOf, keep, recorderAt } from './told.ts';

const ID = '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11';
const TIME = '2026-11-28T12:00:00.000Z';
const RECORDS = [
  outcome('hv01', {
    place: { file: 'site.yaml', line: 3, column: 7 },
    status: 'changed',
    changes: [
      change('reservation vm1', {
        after: '10.0.0.5',
        diff: { label: 'lab.xml', before: 'a\n', after: 'b\n' },
        impact: { disruption: 'service', note: 'dnsmasq reloads' },
      }),
    ],
    warnings: ['a "word" of caution'],
    downtimes: [{ interface: 'vnet0', guest: 'vm1', mac: '52:54:00:00:00:01', ms: 412 }],
  }),
  outcome('hv02', { status: 'failed', message: 'no such\0bridge', ignored: true, unverified: true }),
];

describe('a run that is kept', () => {
  it('comes back as it was reported', async () => {
    const place = newPlace();
    expect(await keep(place, { id: ID, time: TIME, hosts: ['hv01', 'hv02'], records: RECORDS })).toEqual([]);
    const history = await opened(place);
    const [run] = await listRuns(history, {}, 10);
    expect(run).toEqual({
      number: 1,
      id: ID,
      mode: 'run',
      started: TIME,
      ended: TIME,
      exit_code: 0,
      operator: 'alice',
      machine: 'laptop',
      version: '1.2.3',
      playbooks: ['site.yaml'],
      inventory: ['hosts'],
      inventory_hash: '00c0ffee',
      tags: ['net'],
      skip_tags: [],
      commit: { id: 'c0ffee', changed: false },
      hosts: { changed: 1, ok: 1 },
    });
    expect(await runSummary(history, 1)).toEqual(run);
    const shown = RECORDS.map((record) => ({
      ...record,
      ...(record.message && { message: 'no such␀bridge' }),
    }));
    expect(run && (await outcomesOf(history, run))).toEqual(shown);
  });

  it('is for its owner alone', async () => {
    const place = newPlace();
    await keep(place, { id: ID, time: TIME, hosts: ['hv01'], records: [] });
    const modes = [place.path, dirname(place.path)].map((path) => (statSync(path).mode & 0o777).toString(8));
    expect(modes).toEqual(['600', '700']);
  });

  it('leaves the mode of a file that is there as it is', async () => {
    const place = newPlace();
    await keep(place, { id: ID, time: TIME, hosts: [], records: [] });
    chmodSync(place.path, 0o640);
    await keep(place, { id: 'b', time: TIME, hosts: [], records: [] });
    expect((statSync(place.path).mode & 0o777).toString(8)).toBe('640');
  });

  it('is there while it goes on, without an end, with the hosts that are done', async () => {
    const place = newPlace();
    await keep(place, { id: 'earlier', time: TIME, hosts: [], records: [] });
    const history = await opened(place);
    const { recorder, warned } = recorderAt(place);
    begin(recorder, { id: ID, time: TIME, hosts: ['hv01', 'hv02'] });
    recorder.listener(eventOf(ID, TIME, { type: 'task-ended', record: outcome('hv01') }));
    recorder.listener(eventOf(ID, TIME, { type: 'host-ended', host: 'hv01' }));
    await expect
      .poll(async () => (await listRuns(history, {}, 1))[0]?.hosts, { timeout: 30_000 })
      .toEqual({ ok: 1, unfinished: 1 });
    expect(await listRuns(history, { status: 'unfinished' }, 2)).toHaveLength(1);
    await recorder.finish({ ended: TIME, exitCode: 130 });
    expect((await listRuns(history, {}, 1))[0]).toMatchObject({ exit_code: 130, hosts: { ok: 2 } });
    expect(warned).toEqual([]);
  });

  it('of several at once all land', async () => {
    const place = newPlace();
    const records = Array.from({ length: 300 }, (_, index) => outcome(`hv${index}`));
    const hosts = records.map(({ host }) => host);
    const ids = ['a', 'b', 'c'];
    const warned = await Promise.all(ids.map((id) => keep(place, { id, time: TIME, hosts, records })));
    expect(warned.flat()).toEqual([]);
    const runs = await listRuns(await opened(place), {}, 10);
    expect(runs.map(({ id, hosts: { ok } }) => `${id} ${ok}`).toSorted()).toEqual(
      ids.map((id) => `${id} 300`),
    );
  });
});

/** Those that the first version did not have. */
const NEW_TABLES = ['alerts', 'receivers', 'findings', 'waves', 'jobs', 'job_hosts', 'dues', 'workers'];

it('a history of an earlier version gets what it lacks, and keeps what it has', async () => {
  const place = newPlace();
  await keep(place, { id: 'a', time: TIME, hosts: ['hv01'], records: [outcome('hv01')] });
  const earlier = new Database(place.path);
  for (const table of ['hosts', 'outcomes']) earlier.exec(`alter table ${table} drop column rescued`);
  for (const column of ['cause', 'copies']) earlier.exec(`alter table changes drop column ${column}`);
  earlier.exec('alter table outcomes drop column applied');
  for (const table of NEW_TABLES) earlier.exec(`drop table ${table}`);
  earlier.exec('drop index runs_schedule; alter table runs drop column schedule');
  for (const column of ['resumes', 'asked', 'saved_plan'])
    earlier.exec(`alter table runs drop column ${column}`);
  earlier.exec('update schema_version set version = 1');
  earlier.close();
  const records = [outcome('hv01', { status: 'failed', rescued: true })];
  expect(await keep(place, { id: 'b', time: TIME, hosts: ['hv01'], records })).toEqual([]);
  const history = await opened(place);
  const runs = await listRuns(history, {}, 10);
  expect(runs.map(({ id, hosts }) => [id, hosts])).toEqual([
    ['b', { ok: 1 }],
    ['a', { ok: 1 }],
  ]);
});

describe('a history that cannot be written', () => {
  it('is reported once, with the reason', async () => {
    const place = newPlace();
    mkdirSync(dirname(place.path));
    writeFileSync(place.path, 'These are notes.\n'.repeat(100));
    const warned = await keep(place, { id: ID, time: TIME, hosts: ['hv01'], records: RECORDS });
    expect(warned).toEqual([expect.stringContaining('not a database')]);
    expect(readFileSync(place.path, 'utf8')).toMatch(/^These are notes/);
  });

  it('has no folder', async () => {
    const place = newPlace();
    writeFileSync(dirname(place.path), '');
    const warned = await keep(place, { id: ID, time: TIME, hosts: [], records: [] });
    expect(warned).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
    const nowhere = { kind: 'file', path: '/proc/none/history.db' } as const;
    expect(await keep(nowhere, { id: ID, time: TIME, hosts: [], records: [] })).toEqual([
      expect.stringContaining('/proc/none'),
    ]);
  });

  it('is locked by somebody for longer than a run waits', async () => {
    const place = newPlace();
    await keep(place, { id: 'a', time: TIME, hosts: [], records: [] });
    const other = new Database(place.path);
    other.exec('begin immediate');
    const warned = await keep(place, { id: 'b', time: TIME, hosts: [], records: [] });
    expect(warned).toEqual([expect.stringMatching(/locked|did not answer/)]);
    other.exec('rollback');
    other.close();
    expect(await keep(place, { id: 'c', time: TIME, hosts: [], records: [] })).toEqual([]);
    const runs = await listRuns(await opened(place), {}, 10);
    expect(runs.map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'c']));
  });

  it('is locked by somebody for a moment: the same connection goes on', async () => {
    const place = newPlace();
    const history = await opened(place);
    const other = new Database(place.path);
    const write = () =>
      informed(history, 'r', async (known) => ({ alerts: known.alerts, isReported: true })).then(
        () => 'kept',
      );
    other.exec('begin immediate');
    const refused = history.transaction().execute(async () => {});
    await expect(refused).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    const waiting = write();
    await sleep(50);
    other.exec('rollback');
    other.close();
    expect([await waiting, await write()]).toEqual(['kept', 'kept']);
  });

  it('was written by a newer Virtfleet', async () => {
    const place = newPlace();
    await keep(place, { id: 'a', time: TIME, hosts: [], records: [] });
    const newer = new Database(place.path);
    newer.exec('update schema_version set version = 99');
    newer.close();
    const warned = await keep(place, { id: 'b', time: TIME, hosts: [], records: [] });
    expect(warned).toEqual([expect.stringContaining('A newer Virtfleet wrote it')]);
  });
});
