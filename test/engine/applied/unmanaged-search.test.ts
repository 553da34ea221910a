import { expect, it } from 'vitest';
import type { News } from '../../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../../src/engine/fleet.ts';
import { HostRun } from '../../../src/engine/host.ts';
import { debug } from '../../../src/modules/debug.ts';
import { only, type Probe } from '../../../src/plan/probe.ts';
import { localHost, undelegated } from '../local-host.ts';
import { task } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

const bridge: Probe<string> = {
  key: 'bridge',
  ask: { kind: 'script', script: 'echo "$1"', args: ['br7'] },
  parse: (answers) => only(answers).stdout.toString().trim(),
};
const search = {
  probes: { bridge },
  find: ({ bridge: name }: Readonly<Record<string, unknown>>) => [
    { resource: `bridge ${name}`, about: 'of no network' },
  ],
};

it('a host of which no task reads anything is searched all the same', async () => {
  const news: News[] = [];
  const hosts = new Map([['here', { tasks: [task(debug, { msg: 'hello' })], handlers: [] }]]);
  const plays = [{ name: 'play', batches: [['here']], hosts }];
  const host = new HostRun('here', playsOf('here', plays), localHost().remote, {
    ...{ mode: 'drift', partial: false, dependencies: [], delegate: undelegated, search },
    announce: (one) => news.push(one),
    interrupts: UNINTERRUPTED,
  });
  await runFleet(plays, new Map([['here', host]]), {
    mode: 'drift',
    forks: 1,
    announce: () => {},
    signal: UNINTERRUPTED.signal,
  });
  expect(host.bugs).toEqual([]);
  expect(news.flatMap((one) => (one.type === 'host-evidence' ? [one.evidence] : []))).toEqual([
    { unmanaged: [{ resource: 'bridge br7', about: 'of no network' }] },
  ]);
});
