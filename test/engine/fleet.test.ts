import { join } from 'node:path';
import { expect, it } from 'vitest';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import type { ResolvedPlay } from '../../src/playbook/task.ts';
import { localHost } from './local-host.ts';
import { fileModule, task, writes } from './task.ts';

it('a bug that one host meets comes out when the others are done, and all are closed', async () => {
  const { remote: bad, folder } = localHost();
  const { remote: good } = localHost();
  const buggy = fileModule(() => {
    throw new Error('a bug');
  });
  const wanted = { path: join(folder, 'file'), content: 'x' };
  const plays: ResolvedPlay[] = [
    {
      name: 'play',
      batches: [['bad', 'good']],
      hosts: new Map([
        ['bad', { tasks: [task(buggy, wanted)], handlers: [] }],
        ['good', { tasks: [task(writes, wanted)], handlers: [] }],
      ]),
    },
  ];
  const outcomes: Outcome[] = [];
  const settings = {
    mode: 'check',
    partial: false,
    interrupted: () => false,
    listener: (event: { type: string }) => {
      if ('outcome' in event) outcomes.push(event.outcome as Outcome);
    },
  } as const;
  const hosts = new Map(
    Object.entries({ bad, good }).map(([name, remote]) => [
      name,
      new HostRun(name, playsOf(name, plays), remote, settings),
    ]),
  );
  await expect(runFleet(plays, hosts, 2)).rejects.toThrow('a bug');
  expect(outcomes).toMatchObject([{ host: 'good', status: 'would-change' }]);
  // Known once a host is closed.
  expect([...hosts.values()].map(({ roundTrips }) => roundTrips)).toEqual([1, 1]);
});
