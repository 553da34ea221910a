import { expect, it } from 'vitest';
import { type Claimed, claim, giveBack, renew, settle } from '../../src/controllers/claim.ts';
import { dispatch, isDue } from '../../src/controllers/dispatch.ts';
import { giveUp, openJobs, pauseOnFailure, resume } from '../../src/controllers/sweep.ts';
import { newPlace, opened } from '../history/kept.ts';
import { check, due, finished, longAgo, of, PREPARED, passed } from './dispatched.ts';

it('a check that is due is a job for each shard of each region, however many servers see it', async () => {
  const history = await opened(newPlace());
  const [first = '', ...more] = (await due(history)).map(({ id }) => id);
  expect([first, ...more]).toHaveLength(3);
  expect([await isDue(history, check), await dispatch(history, check, PREPARED)]).toEqual([false, []]);
  expect((await openJobs(history, ['c of p'])).map(({ region }) => region)).toEqual(['a', 'a', 'b']);
  expect(await openJobs(history, ['c of another project'])).toEqual([]);
});

it('a job is for workers of its region, and not before it begins, whoever says so', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  expect(await claim(history, id, of('w1', 'b'))).toBe('over');
  await history.updateTable('jobs').set({ begins: '2999-01-01', deadline: '2999-01-02' }).execute();
  expect(await claim(history, id, of('w1'))).toBe('over');
  await history.updateTable('jobs').set({ begins: '2026-01-01' }).execute();
  expect(await claim(history, id, of('w1'))).toMatchObject({ attempt: 1 });
});

it('a job is had by one worker, and its results are counted once', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  const [one, other] = [await claim(history, id, of('w1')), await claim(history, id, of('w2'))];
  if (typeof one === 'string') throw new Error(one);
  expect([one.hosts, one.attempt, other]).toEqual([['a1', 'a2'], 1, 'held']);
  expect(await renew(history, one)).toBe(true);
  expect(await settle(history, one, finished(one.hosts))).toBe(true);
  expect(await settle(history, one, finished(one.hosts))).toBe(false);
  expect(await claim(history, id, of('w2'))).toBe('over');
  expect(await history.selectFrom('job_hosts').select(['host', 'attempt']).execute()).toEqual([
    { host: 'a1', attempt: 1 },
    { host: 'a2', attempt: 1 },
  ]);
});

it('who was cut off while another one began the job writes nothing', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  const slow = await claim(history, id, of('slow'));
  await history.updateTable('jobs').set({ until: '2026-01-01' }).where('id', '=', id).execute();
  expect((await openJobs(history, ['c of p'])).map((job) => job.id)).toContain(id);
  const fast = await claim(history, id, of('fast'));
  if (typeof slow === 'string' || typeof fast === 'string') throw new Error('both have it');
  expect([await renew(history, slow), await settle(history, slow, finished(slow.hosts))]).toEqual([
    false,
    false,
  ]);
  expect(await giveBack(history, slow, 'late')).toBe(false);
  expect(await settle(history, fast, finished(fast.hosts))).toBe(true);
  const rows = await history.selectFrom('job_hosts').select('attempt').execute();
  expect(rows).toEqual([{ attempt: 2 }, { attempt: 2 }]);
});

it('what is given back another worker begins; its reason is told if nobody does', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  const job = await claim(history, id, of('w1'));
  if (typeof job === 'string') throw new Error(job);
  expect(await giveBack(history, job, 'w1 refused it: it has another commit')).toBe(true);
  expect(await claim(history, id, of('w2'))).toMatchObject({ attempt: 2 });
  await passed(history);
  const lost = await giveUp(history);
  expect(lost.map(({ state, reason }) => [state, reason]).toSorted()).toEqual([
    ['lost', 'no worker of a began it in time'],
    ['lost', 'no worker of b began it in time'],
    ['lost', 'w2 began it and did not say in time how it ended'],
  ]);
  expect([await giveUp(history), await claim(history, id, of('w3'))]).toEqual([[], 'over']);
});

it.each(['x', '2999-01-01T00:00:00.000Z'])(
  'a job whose deadline no job has is given up: %s',
  async (deadline) => {
    const history = await opened(newPlace());
    await due(history);
    await history.updateTable('jobs').set({ deadline }).execute();
    expect((await giveUp(history)).map(({ state }) => state)).toEqual(['lost', 'lost', 'lost']);
  },
);

it('what a reason has that no database keeps is written otherwise', async () => {
  const history = await opened(newPlace());
  const [{ id = '' } = {}] = await due(history);
  for (const write of [
    (job: Claimed) => giveBack(history, job, 'x\0'),
    (job: Claimed) => settle(history, job, { exitCode: 1, failure: 'x\0' }),
  ]) {
    const job = await claim(history, id, of('w1'));
    if (typeof job === 'string') throw new Error(job);
    await write(job);
    const { reason } = await history
      .selectFrom('jobs')
      .select('reason')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(reason).toBe('x␀');
  }
});

it('a check that fails again and again in all regions is paused until it is resumed', async () => {
  const history = await opened(newPlace());
  await isDue(history, check);
  await history.updateTable('dues').set({ since: '2025-12-31' }).execute();
  const paused: boolean[] = [];
  for (const day of [1, 2]) {
    const rows = await due(history, 60_000, { fault: 'site.yaml cannot be read' });
    expect(rows.map(({ state, reason }) => `${state}: ${reason}`)).toEqual(
      Array(2).fill('failed: site.yaml cannot be read'),
    );
    await longAgo(history, day);
    paused.push(await pauseOnFailure(history, 'c of p', 2));
  }
  expect(paused).toEqual([false, true]);
  const [row] = await due(history);
  expect(row).toMatchObject({
    state: 'paused',
    reason: 'it failed 2 times, at last: site.yaml cannot be read',
  });
  expect([await resume(history, 'c of p'), await resume(history, 'c of p')]).toEqual([true, false]);
  await longAgo(history, 3);
  expect((await due(history)).map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
});

it('a check is not paused for the region that failed first, while others are at it', async () => {
  const history = await opened(newPlace());
  const jobs = await due(history);
  await history.updateTable('dues').set({ since: '2025-12-31' }).execute();
  const fail = async ({ id, region }: { id: string; region: string }) => {
    const job = await claim(history, id, of('w', region));
    if (typeof job !== 'string') await settle(history, job, { exitCode: 1, failure: 'a bug' });
  };
  await Promise.all(jobs.filter(({ region }) => region === 'a').map(fail));
  expect(await pauseOnFailure(history, 'c of p', 1)).toBe(false);
  await Promise.all(jobs.filter(({ region }) => region === 'b').map(fail));
  expect(await pauseOnFailure(history, 'c of p', 1)).toBe(true);
});

it('the results of a job of many hosts are written with few statements', async () => {
  let inserts = 0;
  const history = (await opened(newPlace())).withPlugin({
    transformQuery: ({ node }) => {
      inserts += Number(node.kind === 'InsertQueryNode');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const hosts = Array.from({ length: 2_500 }, (_, index) => `h${index}`);
  const large = { ...check, regions: ['a'], shard: 1 };
  await isDue(history, large);
  await history
    .updateTable('dues')
    .set({ decided: new Date(Date.now() - 60_000).toISOString() })
    .execute();
  const jobs = await dispatch(history, large, { ...PREPARED, hosts: new Map([['a', hosts]]) });
  expect(jobs).toHaveLength(2_500);
  expect(await openJobs(history, ['c of p'])).toHaveLength(2_500);
  // That of what is due is one.
  expect(inserts).toBe(6);
  inserts = 0;
  const job = await claim(history, jobs[0]?.id ?? '', of('w', jobs[0]?.region));
  if (typeof job === 'string') throw new Error(job);
  expect(await settle(history, job, finished(hosts))).toBe(true);
  const { count } = await history
    .selectFrom('job_hosts')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('state', '=', 'ok')
    .executeTakeFirstOrThrow();
  expect([Number(count), inserts]).toEqual([2_500, 5]);
});
