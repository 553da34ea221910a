import { expect, it } from 'vitest';
import { Presence } from '../../src/controllers/presence.ts';
import { queueAddress } from '../../src/controllers/queue-address.ts';
import { beat, leave, nameFault, type SeenWorker, workersSeen } from '../../src/controllers/workers.ts';
import { newPlace, opened } from '../history/kept.ts';
import { WORKER } from './dispatched.ts';

const QUEUE = { id: 'one', address: 'redis://localhost:6379' };
const seen = (more: Partial<SeenWorker> = {}): SeenWorker => {
  const { silence = 0 } = more;
  return { ...WORKER, seen: '2026-11-29T10:00:00.000Z', silence, isThere: silence <= 30_000, ...more };
};

/** What becomes of a server that sees these workers at these seconds. */
function story(regions: readonly string[] = ['a'], presence = new Presence()) {
  const at = (second: number, workers: readonly SeenWorker[], queue: typeof QUEUE | undefined = QUEUE) => {
    const { alarms, unsure } = presence.look({ workers, regions, queue, now: second * 1_000 });
    return [
      ...[...alarms.keys()].map((name) => `alarm ${name}`),
      ...[...unsure].map((name) => `unsure ${name}`),
    ];
  };
  const blind = (second: number, workers: readonly SeenWorker[]) => {
    const { alarms } = presence.look({ workers, regions, now: second * 1_000 });
    return [...alarms.keys()];
  };
  return { at, blind, presence };
}

it('a region has half a minute to get a worker when the server starts', () => {
  const { at } = story(['a', 'b']);
  expect(at(100, [seen()])).toEqual(['unsure region b']);
  expect(at(130, [seen()])).toEqual(['unsure region b']);
  expect(at(131, [seen()])).toEqual(['alarm region b']);
  expect(at(132, [seen(), seen({ region: 'b' })])).toEqual([]);
});

it('a worker that stops has half a minute to come back, and one that is killed as long since its last sign', () => {
  const { at } = story();
  expect(at(100, [seen()])).toEqual([]);
  expect(at(160, [seen({ silence: 1_000 })])).toEqual([]);
  expect(at(161, [])).toEqual(['unsure region a']);
  expect(at(189, [])).toEqual(['unsure region a']);
  expect(at(190, [])).toEqual(['alarm region a']);
  expect(at(200, [seen()])).toEqual([]);
  expect(at(230, [seen({ silence: 30_000 })])).toEqual([]);
  expect(at(231, [seen({ silence: 31_000 })])).toEqual(['alarm region a']);
});

it('after a database that was away nothing is known of workers for half a minute', () => {
  const { at, presence } = story();
  expect(at(100, [seen()])).toEqual([]);
  presence.interrupt();
  const silent = (seconds: number) => [seen({ silence: seconds * 1_000 })];
  expect(at(170, silent(70))).toEqual(['unsure region a']);
  expect(at(175, [seen()])).toEqual([]);
  presence.interrupt();
  expect([at(300, silent(125)), at(331, silent(156))]).toEqual([['unsure region a'], ['alarm region a']]);
});

it('a worker that does not reach its queue, or reaches another one, is no worker of its region', () => {
  for (const wrong of [{ trouble: 'WRONGPASS', queue_id: '' }, { queue_id: 'two' }]) {
    const { at } = story();
    expect(at(100, [seen(wrong)])).toEqual(['unsure region a', 'unsure worker w of a']);
    expect(at(131, [seen(wrong)])).toEqual(['alarm region a', 'alarm worker w of a']);
    expect(at(132, [seen(wrong), seen({ name: 'x' })])).toEqual(['alarm worker w of a']);
    expect(at(133, [seen()])).toEqual([]);
    // Redis that forgot its name gets a new one, which workers know a few seconds later.
    expect(at(134, [seen(wrong)])).toEqual(['unsure region a', 'unsure worker w of a']);
  }
});

it('while the queue does not answer the server, that is what is wrong, and not each worker', () => {
  const { at, blind } = story();
  expect(at(100, [seen()])).toEqual([]);
  const cut = seen({ trouble: 'connect ECONNREFUSED 10.0.0.1:6379' });
  expect([blind(200, [cut]), blind(300, [cut])]).toEqual([[], []]);
  expect(at(301, [cut])).toEqual(['unsure region a', 'unsure worker w of a']);
});

it('people are told what is wrong with a worker', () => {
  const presence = new Presence();
  const about = (worker: SeenWorker) => {
    presence.look({ workers: [worker], regions: ['a', 'b'], queue: QUEUE, now: 0 });
    return [...presence.look({ workers: [worker], regions: ['a', 'b'], queue: QUEUE, now: 31_000 }).alarms];
  };
  expect(about(seen({ queue_id: 'two' }))).toEqual([
    ['region a', 'none of its workers listens at the queue: w'],
    ['region b', 'it has no worker'],
    [
      'worker w of a',
      'it listens at redis://queue.example:6379, which is another queue than redis://localhost:6379 of the server',
    ],
  ]);
  expect(about(seen({ silence: 60_000 }))[0]).toEqual([
    'region a',
    'it has no worker; the last one was seen 2026-11-29 10:00 UTC',
  ]);
});

it('the address of a queue has no user, password or option', () => {
  expect(queueAddress('redis://:secret@queue.example')).toBe('redis://queue.example:6379');
  expect(queueAddress('rediss://me:secret@queue.example:7000/3?password=secret')).toBe(
    'rediss://queue.example:7000/3',
  );
  expect(queueAddress('postgres://me:secret@db.example/nets?password=secret')).toBe(
    'postgres://db.example:5432/nets',
  );
});

it('a worker that leaves takes nobody else with it, and one that is silent for an hour is spoken of no more', async () => {
  const history = await opened(newPlace());
  for (const other of [{}, { region: 'b' }, { project: 'q' }]) await beat(history, { ...WORKER, ...other });
  await beat(history, WORKER);
  await leave(history, WORKER);
  const regions = async (project: string) =>
    (await workersSeen(history, project)).map(({ region, isThere }) => [region, isThere]);
  expect([await regions('p'), await regions('q')]).toEqual([[['b', true]], [['a', true]]]);
  const ago = async (ms: number) =>
    history
      .updateTable('workers')
      .set({ seen: new Date(Date.now() - ms).toISOString() })
      .execute();
  await ago(40_000);
  expect(await regions('p')).toEqual([['b', false]]);
  await ago(3_700_000);
  expect(await regions('p')).toEqual([]);
});

it.each(['garbage', '2999-01-01T00:00:00.000Z'])(
  'what is no time of a sign of life is silence: %s',
  async (seenAt) => {
    const history = await opened(newPlace());
    await beat(history, WORKER);
    await history.updateTable('workers').set({ seen: seenAt }).execute();
    const [worker] = await workersSeen(history, 'p');
    expect(worker).toMatchObject({ isThere: false, silence: 3_600_000 });
  },
);

it('a worker learns of another one of its name, which may be itself before it was killed', () => {
  const self = { name: 'w', region: 'a' };
  expect(nameFault([seen({ region: 'b' })], self)).toMatch(/^a worker of b is called w, too\. Give each/);
  expect(nameFault([seen()], self)).toMatch(/If it still runs, give each/);
  expect(nameFault([seen({ silence: 11_000 }), seen({ name: 'x' })], self)).toBeUndefined();
});
