import { expect, it } from 'vitest';
import { alarms, settledChecks } from '../../src/controllers/alarms.ts';
import { claim, settle } from '../../src/controllers/claim.ts';
import { isDue } from '../../src/controllers/dispatch.ts';
import { giveUp } from '../../src/controllers/sweep.ts';
import { newPlace, opened } from '../history/kept.ts';
import { check, due, finished, longAgo, of, PREPARED } from './dispatched.ts';

it('what is lost, skipped or missed is an alarm until the next time is whole', async () => {
  const history = await opened(newPlace());
  const jobs = await due(history);
  const names = async () => [...(await alarms(history, ['c of p'])).keys()];
  for (const { id } of jobs.slice(0, 2)) {
    const job = await claim(history, id, of('w'));
    if (typeof job !== 'string') await settle(history, job, finished(job.hosts));
  }
  // The job of b is still open, and 2 times passed besides.
  await longAgo(history, 1);
  const next = await due(history, 180_000);
  expect(next.map(({ region, state, times }) => [region, state, times])).toEqual([
    ['a', 'missed', 2],
    ['a', 'queued', 1],
    ['a', 'queued', 1],
    ['b', 'missed', 2],
    ['b', 'skipped', 1],
  ]);
  expect(await names()).toEqual(['c in a', 'c in b']);
  const settled = await settledChecks(history, ['c of p']);
  expect(settled.map(({ region, reason }) => [region, reason?.slice(0, 7)])).toEqual([
    ['a', expect.stringMatching(/^missed/)],
    ['b', 'skipped'],
  ]);
});

it('a region in which a check has no host any more has no alarm of it', async () => {
  const history = await opened(newPlace());
  await due(history, 60_000, { fault: 'files of the server differ from its commit' });
  const names = async () => [...(await alarms(history, ['c of p'])).keys()];
  expect(await names()).toEqual(['c in a', 'c in b']);
  await longAgo(history, 1);
  await history.updateTable('jobs').set({ ended: '2026-01-01' }).execute();
  const onlyA = { ...PREPARED, hosts: new Map([['a', ['a1']]]) };
  const rows = await due(history, 180_000, onlyA);
  expect(rows.map(({ region, state }) => [region, state])).toEqual([
    ['a', 'missed'],
    ['a', 'queued'],
  ]);
  expect(await names()).toEqual(['c in a']);
});

it('what is lost is an alarm for a minute, though the next time was whole before it was given up', async () => {
  const history = await opened(newPlace());
  const late = await due(history);
  const names = async () => [...(await alarms(history, ['c of p'])).keys()];
  await history
    .updateTable('jobs')
    .set({ deadline: new Date(Date.now() - 5_000).toISOString() })
    .execute();
  await longAgo(history, 1);
  const next = await due(history);
  expect([late.length, next.length, await giveUp(history)]).toEqual([3, 3, []]);
  for (const { id, region } of next) {
    const job = await claim(history, id, of('w', region));
    if (typeof job !== 'string') await settle(history, job, finished(job.hosts));
  }
  await history.updateTable('jobs').set({ deadline: '2026-01-01' }).where('state', '=', 'queued').execute();
  expect([(await giveUp(history)).length, await names()]).toEqual([3, ['c in a', 'c in b']]);
  await history.updateTable('jobs').set({ ended: '2026-01-01' }).where('state', '=', 'lost').execute();
  expect(await names()).toEqual([]);
});

it('a clock of the database that is set back is an alarm: nothing is due until it is as late again', async () => {
  const history = await opened(newPlace());
  await isDue(history, check);
  expect([...(await alarms(history, [])).keys()]).toEqual([]);
  await history.updateTable('dues').set({ decided: '2999-01-01T00:00:00.000Z' }).execute();
  expect(await isDue(history, check)).toBe(false);
  expect([...(await alarms(history, []))]).toEqual([
    ['the clock of the database', 'it went back: no check is due until 2999-01-01 00:00 UTC'],
  ]);
});

it('a check that could not notify somebody has its results, and is an alarm until one can', async () => {
  const history = await opened(newPlace());
  const settled = async (complaint?: string) => {
    for (const { id, region } of await due(history)) {
      const job = await claim(history, id, of('w', region));
      if (typeof job !== 'string') await settle(history, job, { ...finished(job.hosts), complaint });
    }
    const [first] = await settledChecks(history, ['c of p']);
    return [first?.hosts, first?.without, first?.reason];
  };
  expect(await settled('nobody was told')).toEqual([{ ok: 3 }, 0, 'w: nobody was told']);
  expect([...(await alarms(history, ['c of p'])).values()]).toEqual([
    expect.stringMatching(/^due [-0-9]+ [:0-9]+ UTC\. w: nobody was told$/),
    expect.stringMatching(/ w: nobody was told$/),
  ]);
  await longAgo(history, 1);
  expect(await settled()).toEqual([{ ok: 3 }, 0, undefined]);
});

it.each([
  { hosts: 'x', state: 'lost' as const, due: '2999-01-01T00:00:00.000Z' },
  { hosts: '{}', state: 'ended' as const, due: 'x' },
])('a row that somebody wrote hides nothing and is an alarm: %j', async (forged) => {
  const history = await opened(newPlace());
  await due(history, 60_000, { fault: 'site.yaml cannot be read' });
  const row = await history.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
  await history
    .insertInto('jobs')
    .values({ ...row, ...forged, id: 'forged', region: 'a' })
    .execute();
  const wrong = await alarms(history, ['c of p']);
  expect([...wrong.keys()]).toEqual(['c', 'c in a', 'c in b']);
  expect(wrong.get('c')).toContain('somebody wrote into the database what is no job');
  const settled = await settledChecks(history, ['c of p']);
  expect(settled.map(({ due: time }) => time)).toEqual([row.due, row.due]);
});

it('a job whose hosts are no names is an alarm, and is done by nobody', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  await history.updateTable('jobs').set({ hosts: 'x' }).execute();
  expect(await claim(history, id, of('w'))).toMatchObject({ hosts: [] });
  await history.updateTable('jobs').set({ state: 'lost', ended: '2026-01-01' }).execute();
  const wrong = await alarms(history, ['c of p']);
  expect([...wrong.values()]).toEqual(
    Array(2).fill(expect.stringContaining('somebody wrote into the database what is no job')),
  );
});
