import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Watch } from '../../../src/commands/controllers/watch.ts';
import { newPlace } from '../../history/kept.ts';
import { listening, project } from '../project.ts';

it('a receiver that does not answer holds nobody up, and gets the newest afterwards', async () => {
  const folder = project({ hold: '' });
  const got = join(folder, 'got');
  const command = `cat >>${got}; while [ -e ${folder}/hold ]; do sleep 0.05; done`;
  const to = {
    file: 'schedule.yaml',
    project: 'networks',
    place: newPlace(),
    receivers: [{ kind: 'command' as const, command }],
    say: () => {},
  };
  const watch = new Watch(to, listening().io);
  const kinds = () =>
    readFileSync(got, 'utf8')
      .trim()
      .split('\n')
      .map((line) =>
        JSON.parse(line).events.map(({ kind, host }: Record<string, string>) => `${kind} ${host}`),
      );
  watch.see({ alarms: new Map([['nightly in a', 'lost']]), unsure: new Set() });
  await vi.waitUntil(() => existsSync(got) && readFileSync(got, 'utf8').endsWith('\n'), 30_000);
  watch.see({ alarms: new Map([['nightly in b', 'lost']]), unsure: new Set() });
  expect([watch.isWell, [...watch.alarms.keys()], kinds()]).toEqual([
    true,
    ['nightly in b'],
    [['alarm nightly in a']],
  ]);
  rmSync(join(folder, 'hold'));
  await watch.close();
  watch.see({ alarms: new Map([['nightly in b', 'lost']]), unsure: new Set() });
  await watch.close();
  expect(kinds()).toEqual([['alarm nightly in a'], ['alarm nightly in b', 'over nightly in a']]);
});

it('a database that is away is told at once, and what was wrong before stays', () => {
  const said: string[] = [];
  const to = {
    file: 'schedule.yaml',
    project: 'networks',
    place: newPlace(),
    receivers: [],
    say: (line: string) => said.push(line),
  };
  const watch = new Watch(to, listening().io);
  watch.see({ alarms: new Map([['region a', 'it has no worker']]), unsure: new Set() });
  watch.fail(new Error('connect ECONNREFUSED 10.0.0.1:5432'));
  expect([watch.isWell, [...watch.alarms]]).toEqual([
    false,
    [
      ['region a', 'it has no worker'],
      ['the database', 'connect ECONNREFUSED 10.0.0.1:5432'],
    ],
  ]);
  watch.see({ alarms: new Map(), unsure: new Set(['region a']) });
  expect([watch.isWell, [...watch.alarms.keys()]]).toEqual([true, ['region a']]);
  for (const why of ['due 2026-11-29 10:00 UTC. lost: a', 'due 2026-11-29 10:01 UTC. lost: a', 'failed: b'])
    watch.see({ alarms: new Map([['c in a', why]]), unsure: new Set() });
  expect(said.splice(0)).toEqual([
    'alarm: region a: it has no worker',
    'alarm: c in a: due 2026-11-29 10:00 UTC. lost: a',
    'over: region a',
    'alarm: c in a: failed: b',
  ]);
  watch.see({ alarms: new Map(), unsure: new Set() });
  expect(said).toEqual(['over: c in a']);
});
