import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { News } from '../../../src/engine/announce.ts';
import { HostWriter } from '../../../src/engine/connection/host-writer.ts';
import { playsOf, runFleet } from '../../../src/engine/fleet.ts';
import { HostRun } from '../../../src/engine/host.ts';
import { Slots } from '../../../src/engine/rollout/slots.ts';
import type { ResolvedPlay } from '../../../src/playbook/resolve/resolved-play.ts';
import type { Session } from '../../../src/transport/session.ts';
import { localHost, newLockFolder, undelegated } from '../local-host.ts';
import { task, writes } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

/** Runs plays that write a file of its own on each host; tells the most connections at a time, and what happened in turn. */
async function run(batchesOfPlays: readonly string[][][], forks: number) {
  const log: string[] = [];
  let open = 0;
  let most = 0;
  const { folder } = localHost();
  const plays = batchesOfPlays.map((batches, index): ResolvedPlay => {
    const tasks = (host: string) => [
      task(writes, { path: join(folder, `${host}-${index}`), content: 'x' }, { name: `task ${index}` }),
    ];
    const hosts = batches.flat().map((host) => [host, { tasks: tasks(host), handlers: [] }] as const);
    return { name: `play ${index}`, batches, hosts: new Map(hosts) };
  });
  const announce = (news: News) => {
    if (news.type === 'task-ended')
      log.push(`${news.outcome.host} ${news.outcome.task} ${news.outcome.status}`);
  };
  const settings = {
    mode: 'apply',
    partial: false,
    announce,
    dependencies: [],
    delegate: undelegated,
    interrupts: UNINTERRUPTED,
  } as const;
  const hosts = [...new Set(batchesOfPlays.flat(2))].map((name) => {
    const local = localHost();
    const counted = async (): Promise<Session> => {
      log.push(`${name} opens`);
      open += 1;
      most = Math.max(most, open);
      const session = await local.open();
      const close = session.close.bind(session);
      session.close = async () => {
        open -= 1;
        log.push(`${name} closes`);
        await close();
      };
      return session;
    };
    const writer = { run: 'run', owner: 'me', folder: newLockFolder() };
    const remote = new HostWriter(counted, 'test:///default', writer, UNINTERRUPTED);
    return [name, new HostRun(name, playsOf(name, plays), remote, settings)] as const;
  });
  await runFleet(plays, new Map(hosts), { mode: 'apply', forks, announce, signal: UNINTERRUPTED.signal });
  expect(open).toBe(0);
  expect(hosts.flatMap(([, host]) => host.bugs)).toEqual([]);
  return { log, most };
}

it('not more hosts than forks are connected to, and each writes before the others are planned', async () => {
  const { log, most } = await run([[['a', 'b', 'c', 'd', 'e']]], 2);
  expect(most).toBe(2);
  expect(log.filter((line) => line.endsWith(' changed'))).toHaveLength(5);
  expect(log.indexOf('a task 0 changed')).toBeLessThan(log.indexOf('d opens'));
});

it('a host is connected to when its batch comes, and not before', async () => {
  const { log } = await run([[['a'], ['b'], ['c']]], 50);
  expect(log).toEqual(
    ['a', 'b', 'c'].flatMap((host) => [`${host} opens`, `${host} task 0 changed`, `${host} closes`]),
  );
});

it('one that waits for its next play keeps its connection as long as nobody needs it', async () => {
  const plays = [[['a', 'b']], [['a', 'b']]];
  const many = await run(plays, 2);
  expect(many.log.filter((line) => line.endsWith(' opens'))).toHaveLength(2);
  const one = await run(plays, 1);
  expect(one.most).toBe(1);
  expect(one.log).toEqual(
    ['0', '1'].flatMap((play) =>
      ['a', 'b'].flatMap((host) => [`${host} opens`, `${host} task ${play} changed`, `${host} closes`]),
    ),
  );
});

it('one that is not in the next batch gives its connection up, and one with no further task is done', async () => {
  const { log } = await run([[['a'], ['b']], [['a']], [['c']]], 50);
  expect(log).toEqual([
    'a opens',
    'a task 0 changed',
    'a closes',
    'b opens',
    'b task 0 changed',
    'b closes',
    'a opens',
    'a task 1 changed',
    'a closes',
    'c opens',
    'c task 2 changed',
    'c closes',
  ]);
});

it('the first of many hosts go ahead: others begin as each ends, and as the machine has time', async () => {
  const slots = new Slots(20, 8);
  const ends: (() => void)[] = [];
  const host = () => ({ isClosed: true, suspend: async () => undefined });
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  const all = Promise.all(Array.from({ length: 30 }, () => slots.use(host(), false, work)));
  await new Promise(setImmediate);
  expect(ends).toHaveLength(8);
  ends[0]?.();
  await new Promise(setImmediate);
  expect(ends).toHaveLength(10);
  while (ends.length < 21) await sleep(5);
  await sleep(50);
  expect(ends).toHaveLength(21);
  for (let next = 1; next < 30; next += 1) {
    ends[next]?.();
    await new Promise(setImmediate);
  }
  await all;
});

it('without first ones as many begin as are allowed at once', async () => {
  const slots = new Slots(20);
  let begun = 0;
  const uses = Array.from({ length: 20 }, () =>
    slots.use({ isClosed: true, suspend: async () => undefined }, false, async () => {
      begun += 1;
      await new Promise(setImmediate);
    }),
  );
  await Promise.resolve();
  expect(begun).toBe(20);
  await Promise.all(uses);
});
