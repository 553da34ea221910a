import { describe, expect, it } from 'vitest';
import { appliedBefore } from '../../src/history/questions/applied-before.ts';
import { differenceSince } from '../../src/history/questions/difference-since.ts';
import { findRun } from '../../src/history/questions/find-run.ts';
import { lastSuccess } from '../../src/history/questions/last-success.ts';
import { recentLife } from '../../src/history/questions/recent-life.ts';
import { sightingsOf } from '../../src/history/questions/resource-history.ts';
import { runToRollBack } from '../../src/history/questions/run-to-roll-back.ts';
import { runNumbers, runSummary } from '../../src/history/questions/runs.ts';
import { timeBefore } from '../../src/history/questions/time-before.ts';
import { timeline } from '../../src/history/questions/timeline.ts';
import { newPlace, opened } from './kept.ts';
import { keepLife } from './life.ts';

async function life() {
  const place = newPlace();
  expect(await keepLife(place)).toEqual([]);
  return opened(place);
}

describe('since when there is a difference', () => {
  const mtu = { host: 'hv01', resource: 'network lab', what: 'mtu' };

  it('is the first run that found it, behind the last that did not', async () => {
    const history = await life();
    const since = await differenceSince(history, mtu, 7);
    expect([since.firstSeen?.run, since.lastInStep?.run]).toEqual([4, 3]);
    expect(since.firstSeen?.time).toBe('2026-11-27T03:00:00.000Z');
  });

  it('is of each difference of a resource by itself, and an unreachable host says nothing', async () => {
    const history = await life();
    const since = await differenceSince(history, { ...mtu, what: 'autostart' }, 7);
    expect([since.firstSeen?.run, since.lastInStep?.run]).toEqual([6, 4]);
  });

  it('is over when a run repaired it', async () => {
    const history = await life();
    expect(await differenceSince(history, mtu)).toEqual({
      lastInStep: { run: 8, time: '2026-11-27T07:00:00.000Z' },
    });
    expect(await differenceSince(history, mtu, 8)).toMatchObject({ lastInStep: { run: 7 } });
  });

  it('is unknown of what no run saw', async () => {
    const history = await life();
    expect(await differenceSince(history, { ...mtu, host: 'hv09' })).toEqual({});
    expect(await differenceSince(history, { ...mtu, resource: 'network other' })).toEqual({});
  });
});

it('the life of a resource is its episodes: who changed what, drift with its dates, and the run that repaired it', async () => {
  const episodes = timeline(await sightingsOf(await life(), 'hv01', 'network lab'));
  const at = (run: number) => expect.objectContaining({ run });
  expect(episodes).toEqual([
    expect.objectContaining({ kind: 'changed', at: at(1), by: 'alice@laptop', commit: 'c0ffee' }),
    { kind: 'in-step', first: at(2), last: at(3), runs: 2 },
    expect.objectContaining({
      kind: 'drift',
      first: at(4),
      last: at(6),
      runs: 2,
      lastInStep: at(3),
      repairedBy: at(7),
    }),
    { kind: 'failed', at: at(5), by: 'alice@laptop', status: 'unreachable', message: 'No answer.' },
    expect.objectContaining({ kind: 'drift', first: at(6), lastInStep: at(4), repairedBy: at(7) }),
    expect.objectContaining({ kind: 'changed', at: at(7), by: 'bob@desk' }),
    { kind: 'in-step', first: at(8), last: at(8), runs: 1 },
  ]);
});

it('runs are found by host, state, time and playbook', async () => {
  const history = await life();
  const found = async (filter: Parameters<typeof runNumbers>[1]) =>
    (await runNumbers(history, filter)).join(' ');
  expect(await found({})).toBe('1 2 3 4 5 6 7 8');
  expect(await found({ host: 'hv09' })).toBe('');
  expect(await found({ status: 'differs' })).toBe('4 6');
  expect(await found({ status: 'differs', host: 'hv02' })).toBe('');
  expect(await found({ status: 'changed', since: '2026-11-27T01:00:00.000Z' })).toBe('7');
  expect(await found({ playbook: 'nightly' })).toBe('8');
  expect(await found({ status: 'unfinished' })).toBe('');
});

it('a run is named by its number, its id or as the last one', async () => {
  const history = await life();
  expect(await findRun(history, 'last')).toBe(8);
  expect(await findRun(history, '3')).toBe(3);
  expect(await findRun(history, '00000004-')).toBe(4);
  await expect(findRun(history, '99')).rejects.toThrow('No run 99 is kept.');
  await expect(findRun(history, '0000-')).rejects.toThrow('No run 0000- is kept.');
  await expect(findRun(history, 'yesterday')).rejects.toThrow('not "yesterday"');
});

it('a time is so long ago, or a date', () => {
  const now = Date.UTC(2026, 10, 28, 12);
  expect(['2d', '36h', '1w', '30m'].map((one) => timeBefore(one, now))).toEqual([
    '2026-11-26T12:00:00.000Z',
    '2026-11-27T00:00:00.000Z',
    '2026-11-21T12:00:00.000Z',
    '2026-11-28T11:30:00.000Z',
  ]);
  expect(timeBefore('2026-11-28', now)).toBe('2026-11-28T00:00:00.000Z');
  expect(['soon', '5', '2026-13-45', '-1d'].map((one) => timeBefore(one, now))).toEqual(
    Array(4).fill(undefined),
  );
});

it.each([
  ['one in which a host was unreachable does not count', 6, 4],
  ['nor does a run, or another playbook', 8, undefined],
  ['the first has none before it', 2, undefined],
])('the last check of all hosts: %s', async (_, run, expected) => {
  const history = await life();
  const ended = expected === undefined ? undefined : (await runSummary(history, expected)).ended;
  expect(await lastSuccess(history, run)).toBe(ended);
});

it('the recent life of a resource ends before a run', async () => {
  const history = await life();
  const lab = { host: 'hv01', resource: 'network lab' };
  const kinds = async (before: number) => (await recentLife(history, lab, before)).map(({ kind }) => kind);
  expect(await kinds(4)).toEqual(['changed', 'in-step']);
  expect(await kinds(5)).toEqual(['changed', 'in-step', 'drift']);
  expect(await recentLife(history, { ...lab, host: 'hv09' }, 5)).toEqual([]);
});

it('what is rolled back is a run that wrote: by its number, or the last', async () => {
  const history = await life();
  const last = await runToRollBack(history, 'last');
  expect(last.run.number).toBe(7);
  expect(last.hosts).toEqual([
    { host: 'hv01', isTouched: true },
    { host: 'hv02', isTouched: false },
  ]);
  expect((await runToRollBack(history, '1')).run.number).toBe(1);
  await expect(runToRollBack(history, '8')).rejects.toThrow('Run 8 was a check: it wrote nothing.');
});

it('a history that does not answer knows of no plan that was applied', async () => {
  const place = newPlace();
  await keepLife(place);
  const history = await opened(place);
  await history.updateTable('runs').set({ saved_plan: 'a plan' }).where('number', '=', 1).execute();
  await history.updateTable('hosts').set({ state: 'changed' }).where('run', '=', 1).execute();
  expect((await appliedBefore(place, 'a plan'))?.run).toBe(1);
  await history.schema.dropTable('hosts').execute();
  expect(await appliedBefore(place, 'a plan')).toBeUndefined();
});
