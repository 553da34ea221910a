import { expect, it } from 'vitest';
import { duesSince } from '../../src/controllers/dues.ts';
import { inventoryDigest, isJobId, jobId, shardsOf } from '../../src/controllers/job.ts';

const at = (time: string) => Date.parse(`2026-11-29T${time}Z`);
const minutely = { cron: '* * * * *', timezone: 'UTC', catchesUp: true };

it('hosts are divided into shards of the same size, and none is left out or twice', () => {
  const hosts = Array.from({ length: 101 }, (_, index) => `h${index}`);
  const shards = shardsOf(hosts, 50);
  expect(shards.map(({ length }) => length)).toEqual([34, 34, 33]);
  expect(shards.flat()).toEqual(hosts);
  expect([shardsOf([], 50), shardsOf(['a'], 50)]).toEqual([[], [['a']]]);
});

it('the same job has the same id, and no other has', () => {
  const about = { name: 'nightly', region: 'fra', due: '2026-11-29T10:00:00.000Z', shard: 0 };
  const id = jobId('nightly of nets', about);
  expect(id).toBe('nightly.fra.20261129T100000Z.0.84555bf9');
  const others = [{ region: 'ams' }, { shard: 1 }, { due: '2026-11-29T10:01:00.000Z' }];
  const ids = others.map((other) => jobId('nightly of nets', { ...about, ...other }));
  expect(new Set([id, ...ids, jobId('nightly of others', about)]).size).toBe(5);
  expect([id, ...ids].every(isJobId)).toBe(true);
});

it.each(['', 'a\0', 'a\nb', '\x1b[2J', 'a'.repeat(201)])('is no id of a job: %j', (text) => {
  expect(isJobId(text)).toBe(false);
});

it('an inventory is the same with the same hosts and groups, in any order', () => {
  const [one, two] = [
    { name: 'a', groups: ['x'] },
    { name: 'b', groups: [] },
  ];
  expect(inventoryDigest([one, two])).toBe(inventoryDigest([two, one]));
  expect(inventoryDigest([{ ...one, groups: [] }, two])).not.toBe(inventoryDigest([one, two]));
});

it('a check begins once it is due, and once only', () => {
  const first = duesSince(minutely, { decided: at('10:00:30'), now: at('10:01:01') });
  expect(first).toEqual({ begins: at('10:01:00'), missed: [], decided: at('10:01:00') });
  const again = duesSince(minutely, { decided: first.decided, now: at('10:01:59') });
  expect(again).toEqual({ missed: [], decided: at('10:01:00') });
});

it('of the times that passed while nobody was there, the newest is made up for and the others are missed', () => {
  const moment = { decided: at('10:00:00'), now: at('10:03:45') };
  const missed = [at('10:01:00'), at('10:02:00')];
  expect(duesSince(minutely, moment)).toEqual({ begins: at('10:03:00'), missed, decided: at('10:03:00') });
  expect(duesSince({ ...minutely, catchesUp: false }, moment)).toEqual({
    missed: [...missed, at('10:03:00')],
    decided: at('10:03:00'),
  });
  const dayAgo = { decided: at('10:00:00') - 86_400_000, now: at('10:00:01') };
  const first = duesSince(minutely, dayAgo);
  expect([first.begins, first.missed.length]).toEqual([undefined, 1_000]);
  const rest = duesSince(minutely, { decided: first.decided, now: dayAgo.now });
  expect([rest.begins, first.missed.length + rest.missed.length]).toEqual([at('10:00:00'), 24 * 60 - 1]);
  const onTime = { decided: at('10:02:00'), now: at('10:03:29') };
  expect(duesSince({ ...minutely, catchesUp: false }, onTime).begins).toBe(at('10:03:00'));
});
