import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import type { ResolvedPlay } from '../../src/playbook/resolve/resolved-play.ts';
import { localHost, undelegated } from './local-host.ts';
import { fileModule, task, writes } from './task.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

it('a bug that one host meets ends that host alone, is told and kept, and all are closed', async () => {
  const { remote: bad, folder } = localHost();
  const { remote: good } = localHost();
  const buggy = fileModule(() => {
    throw new Error('a bug');
  });
  const desired = { path: join(folder, 'file'), content: 'x' };
  const plays: ResolvedPlay[] = [
    {
      name: 'play',
      batches: [['bad', 'good']],
      hosts: new Map([
        ['bad', { tasks: [task(buggy, desired)], handlers: [] }],
        ['good', { tasks: [task(writes, desired)], handlers: [] }],
      ]),
    },
  ];
  const outcomes: Outcome[] = [];
  const settings = {
    mode: 'check',
    partial: false,
    dependencies: [],
    delegate: undelegated,
    interrupts: UNINTERRUPTED,
    announce: (news: News) => {
      if (news.type === 'task-ended') outcomes.push(news.outcome);
    },
  } as const;
  const hosts = new Map(
    Object.entries({ bad, good }).map(([name, remote]) => [
      name,
      new HostRun(name, playsOf(name, plays), remote, settings),
    ]),
  );
  await runFleet(plays, hosts, { mode: 'check', forks: 2, announce: () => {}, signal: UNINTERRUPTED.signal });
  expect(outcomes.toSorted((one, other) => one.host.localeCompare(other.host))).toMatchObject([
    { host: 'bad', task: 'task', status: 'failed', message: 'This is a bug in Virtfleet: a bug' },
    { host: 'good', status: 'would-change' },
  ]);
  expect([...hosts.values()].flatMap(({ bugs }) => bugs)).toMatchObject([{ message: 'a bug' }]);
  // Known once a host is closed.
  expect([...hosts.values()].map(({ connection }) => connection.roundTrips)).toEqual([1, 1]);
});
