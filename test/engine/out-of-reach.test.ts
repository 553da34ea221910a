import { expect, it } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { HostReader } from '../../src/engine/connection/host-reader.ts';
import { HostWriter } from '../../src/engine/connection/host-writer.ts';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import { command } from '../../src/modules/command.ts';
import { debug } from '../../src/modules/debug.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import type { HostTree, ResolvedPlay } from '../../src/playbook/resolve/resolved-play.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';
import { undelegated } from './local-host.ts';
import { task, writes } from './task.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

const DETAIL = 'Nobody is there.';
const SAID = `The host does not answer: ${DETAIL}`;

/** What comes of these tasks on a host that does not answer, and how often it is called. */
async function outcomesOf(tasks: HostTree[], mode: 'apply' | 'check' = 'check') {
  let calls = 0;
  const open = async () => {
    calls += 1;
    throw new Unreachable('timeout', { detail: DETAIL });
  };
  const writer = { run: 'test', owner: 'me@test', folder: '/nowhere' };
  const remote =
    mode === 'check'
      ? new HostReader(open, 'test:///default')
      : new HostWriter(open, 'test:///default', writer, UNINTERRUPTED);
  const plays: ResolvedPlay[] = [
    { name: 'play', batches: [['gone']], hosts: new Map([['gone', { tasks, handlers: [] }]]) },
  ];
  const outcomes: Outcome[] = [];
  const announce = (news: News) => {
    if (news.type === 'task-ended') outcomes.push(news.outcome);
  };
  const settings = { mode, partial: false, dependencies: [], delegate: undelegated, announce } as const;
  const host = new HostRun('gone', playsOf('gone', plays), remote, {
    ...settings,
    interrupts: UNINTERRUPTED,
  });
  await runFleet(plays, new Map([['gone', host]]), {
    mode,
    forks: 1,
    announce,
    signal: UNINTERRUPTED.signal,
  });
  const shown = outcomes.map(({ task: name, status, ignored, message }) => ({
    ...{ name, status, message },
    ...(ignored && { ignored }),
  }));
  return { shown, calls, bugs: host.bugs };
}

const file = { path: '/etc/motd', content: 'x' };
const says = task(debug as AnyModule, { shown: 'here' }, { name: 'says' });
const reads = task(writes, file, { name: 'reads', ignoreUnreachable: true });
const runs = task(command as AnyModule, command.args.parse({ argv: ['true'] }), {
  name: 'runs',
  ignoreUnreachable: true,
});

it.each(['check', 'apply'] as const)(
  '%s: a host goes on behind tasks that ignore that it is gone',
  async (mode) => {
    const { shown, calls, bugs } = await outcomesOf([reads, runs, says], mode);
    expect(bugs).toEqual([]);
    expect(shown).toMatchObject([
      { name: 'reads', status: 'unreachable', ignored: true, message: SAID },
      { name: 'runs', status: 'unreachable', ignored: true, message: SAID },
      { name: 'says', status: 'ok', message: 'here' },
    ]);
    // A plan calls it once; a run calls it again for each further task, as it may be back.
    expect(calls).toBe(mode === 'check' ? 1 : 2);
  },
);

it('a task without the word ends the host, as its own outcome', async () => {
  const stops = task(writes, file, { name: 'stops' });
  const { shown } = await outcomesOf([says, reads, stops, says]);
  expect(shown).toMatchObject([
    { name: 'says', status: 'ok' },
    { name: 'reads', status: 'unreachable', ignored: true },
    { name: 'stops', status: 'unreachable', message: SAID },
    { name: 'says', status: 'not-started', message: 'The host could not be reached.' },
  ]);
});

it('where no task has the word, the host is not begun', async () => {
  const { shown, calls } = await outcomesOf([says, task(writes, file, { name: 'reads' })]);
  expect(shown).toMatchObject([
    { name: 'connect', status: 'unreachable', message: SAID },
    { name: 'says', status: 'not-started' },
    { name: 'reads', status: 'not-started' },
  ]);
  expect(calls).toBe(1);
});
