import { join } from 'node:path';
import { expect, it } from 'vitest';
import { announcer } from '../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import { fail } from '../../src/modules/fail.ts';
import type { Mode } from '../../src/plan/outcome.ts';
import type { Event } from '../../src/plan/run-event.ts';
import type { ResolvedPlay } from '../../src/playbook/resolve/resolved-play.ts';
import { localHost, undelegated } from './local-host.ts';
import { task, writes } from './task.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

const fails = (error: unknown) => {
  throw error;
};

/** The events of a play that writes a file and then fails, with a task behind that; or of two, the second of which fails. */
async function events(mode: Mode, count: 1 | 2 = 1): Promise<{ first: Event[]; second: Event[] }> {
  const { remote, folder } = localHost();
  const file = (name: string) => task(writes, { path: join(folder, name), content: 'x' }, { name });
  const tasks = [file('written'), task(fail, { msg: 'no' }, { name: 'fails' }), file('behind')];
  const parts = count === 1 ? [tasks] : [tasks.slice(0, 1), tasks.slice(1)];
  const plays = parts.map(
    (own): ResolvedPlay => ({
      name: 'play',
      batches: [['here']],
      hosts: new Map([['here', { tasks: own, handlers: [] }]]),
    }),
  );
  const [first, second]: [Event[], Event[]] = [[], []];
  const listeners = [first, second].map((into) => (event: Event) => void into.push(event));
  const announce = announcer({ run: 'id', listeners, conceal: (data) => data, now: Date.now, failed: fails });
  const settings = {
    mode,
    partial: true,
    announce,
    dependencies: [],
    delegate: undelegated,
    interrupts: UNINTERRUPTED,
  };
  const host = new HostRun('here', playsOf('here', plays), remote, settings);
  await runFleet(plays, new Map([['here', host]]), {
    mode,
    forks: 1,
    announce,
    signal: UNINTERRUPTED.signal,
  });
  return { first, second };
}

function wordsOf(event: Event): string {
  switch (event.type) {
    case 'host-waiting':
      return `host waits for its ${event.for}`;
    case 'task-started':
      return `${event.task} starts`;
    case 'task-ended':
      return `${event.record.task} ends: ${event.record.status}`;
    default:
      return event.type;
  }
}

it.each<[Mode, string[]]>([
  [
    'apply',
    [
      'host-started',
      'host waits for its turn',
      'written starts',
      'written ends: changed',
      'fails starts',
      'fails ends: failed',
      'behind ends: not-started',
      'host-ended',
    ],
  ],
  [
    'drift',
    [
      'host-started',
      'written starts',
      'written ends: would-change',
      'fails starts',
      'fails ends: failed',
      'behind ends: not-started',
      'host-evidence',
      'host-ended',
    ],
  ],
])('%s: every listener gets the same events, what began before what ended', async (mode, expected) => {
  const { first, second } = await events(mode);
  expect(first.map(wordsOf)).toEqual(expected);
  expect(second).toEqual(first);
  expect(first.map(({ run }) => run)).toEqual(first.map(() => 'id'));
  const times = first.slice(1).map(({ time }) => time);
  expect(times).toEqual(times.toSorted());
  const records = first.flatMap((event) => (event.type === 'task-ended' ? [event.record] : []));
  expect(records.map(({ started }) => started !== undefined)).toEqual([true, true, false]);
});

it('a host that is done with a play waits for its turn in the next one', async () => {
  const { first } = await events('apply', 2);
  expect(first.map(wordsOf)).toEqual([
    ...['host-started', 'host waits for its turn'],
    ...['written starts', 'written ends: changed', 'host waits for its turn'],
    ...['fails starts', 'fails ends: failed', 'behind ends: not-started', 'host-ended'],
  ]);
});

it('a listener that fails ends neither the run nor the others', () => {
  const [told, failures]: [string[], unknown[]] = [[], []];
  const error = new Error('no space');
  let times = 0;
  const broken = () => {
    times += 1;
    throw error;
  };
  const listeners = [broken, ({ type }: Event) => void told.push(type)];
  const failed = (one: unknown) => failures.push(one);
  const announce = announcer({ run: 'id', listeners, conceal: (data) => data, now: Date.now, failed });
  announce({ type: 'host-ended', host: 'hv01' });
  announce({ type: 'run-ended', interrupted: false });
  expect({ told, failures, times }).toEqual({
    told: ['host-ended', 'run-ended'],
    failures: [error],
    times: 1,
  });
});
