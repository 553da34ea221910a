import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { News } from '../../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../../src/engine/fleet.ts';
import { HostRun } from '../../../src/engine/host.ts';
import { command } from '../../../src/modules/command.ts';
import { fail } from '../../../src/modules/fail.ts';
import type { Mode, Outcome } from '../../../src/plan/outcome.ts';
import type {
  HostHandler,
  HostTask,
  ResolvedPlay,
  ResolvedTask,
} from '../../../src/playbook/resolve/resolved-play.ts';
import { localHost, undelegated } from '../local-host.ts';
import { task, writes } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

/** A program whose failing nobody foresees. */
const broken = (more: Partial<ResolvedTask> = {}) =>
  task(command, { argv: ['false'] }, { name: 'broken', ...more });

interface Options {
  mode?: Mode;
  partial?: boolean;
  handlers?: readonly HostHandler[];
  /** Ctrl-C comes as soon as this is true of an outcome. */
  interruptedBy?: (outcome: Outcome) => boolean;
}

/** Runs plays on hosts that are this machine, and tells each outcome as `host task status: message`. */
async function run(
  plays: readonly { batches: string[][]; tasks: (folder: string) => readonly HostTask[] }[],
  { mode = 'apply', partial = false, handlers = [], interruptedBy }: Options = {},
): Promise<string[]> {
  const { folder } = localHost();
  const resolved = plays.map(({ batches, tasks }, index): ResolvedPlay => {
    const hosts = batches
      .flat()
      .map((name) => [name, { tasks: tasks(join(folder, name)), handlers }] as const);
    return { name: `play ${index + 1}`, batches, hosts: new Map(hosts) };
  });
  const outcomes: Outcome[] = [];
  const stop = new AbortController();
  const announce = (news: News) => {
    if (news.type !== 'task-ended') return;
    outcomes.push(news.outcome);
    if (interruptedBy?.(news.outcome)) stop.abort();
  };
  const settings = {
    mode,
    partial,
    announce,
    dependencies: [],
    delegate: undelegated,
    interrupts: { ...UNINTERRUPTED, signal: stop.signal },
  };
  const names = [...new Set(resolved.flatMap(({ batches }) => batches.flat()))];
  const hosts = names.map(
    (name) => [name, new HostRun(name, playsOf(name, resolved), localHost().remote, settings)] as const,
  );
  await runFleet(resolved, new Map(hosts), { mode, forks: 1, announce, signal: UNINTERRUPTED.signal });
  return outcomes.map(({ host, task: name, status, message }) =>
    [host, name, status, ...(status === 'not-started' ? [message] : [])].join(' '),
  );
}

const file = (folder: string, name: string, more: Partial<ResolvedTask> = {}) =>
  task(writes, { path: `${folder}-${name}`, content: 'x' }, { name, ...more });
const skipped: HostTask = {
  kind: 'skipped',
  play: 'play',
  name: 'left out',
  module: 'fail',
  place: { file: 'play.yaml', line: 1, column: 1 },
  reason: 'the condition is false',
};

describe('not started', () => {
  it('are tasks behind one that failed, later plays among them; the other items of its loop are done', async () => {
    const place = { file: 'play.yaml', line: 1, column: 1 };
    const items = (folder: string) =>
      [1, 2, 3].map((item, index) => {
        const about = { round: { index, item: { item } }, place, name: `item ${item}` };
        return item === 2 ? broken(about) : file(folder, about.name, about);
      });
    const first = { batches: [['a']], tasks: (folder: string) => [...items(folder), skipped] };
    const second = { batches: [['a', 'b']], tasks: (folder: string) => [file(folder, 'later')] };
    expect(await run([first, second])).toEqual([
      'a item 1 changed',
      'a item 2 failed',
      'a item 3 changed',
      'a left out skipped',
      'a later not-started Task "item 2" failed on this host.',
      'b later changed',
    ]);
  });

  it('are handlers that were notified, and no others', async () => {
    const handlers = ['restart', 'unused'].map((name) => ({
      names: [name],
      tasks: [task(command, { argv: ['true'] }, { name })],
    }));
    const tasks = (folder: string) => [file(folder, 'notifies', { notify: ['restart'] }), broken()];
    expect(await run([{ batches: [['a']], tasks }], { handlers })).toEqual([
      'a notifies changed',
      'a broken failed',
      'a restart not-started Task "broken" failed on this host.',
    ]);
  });

  it('are all tasks of the batches behind one of which no host came through', async () => {
    const tasks = (folder: string) => [file(folder, 'first'), broken(), file(folder, 'last')];
    const batch = 'Batch 1 of 2 of play "play 1" failed on all of its hosts.';
    expect(await run([{ batches: [['a'], ['b', 'c']], tasks }])).toEqual([
      'a first changed',
      'a broken failed',
      'a last not-started Task "broken" failed on this host.',
      ...['b', 'c'].flatMap((host) =>
        ['first', 'broken', 'last'].map((name) => `${host} ${name} not-started ${batch}`),
      ),
    ]);
  });

  it('are not the tasks of a play that a host has behind it', async () => {
    const first = { batches: [['a', 'b']], tasks: (folder: string) => [file(folder, 'first')] };
    const second = { batches: [['a'], ['b']], tasks: () => [broken()] };
    expect(await run([first, second])).toEqual([
      'a first changed',
      'b first changed',
      'a broken failed',
      'b broken not-started Batch 1 of 2 of play "play 2" failed on all of its hosts.',
    ]);
  });

  it('is what a plan would have written on a host where another task cannot be done', async () => {
    const tasks = (folder: string) => [
      file(folder, 'first'),
      task(command, { argv: ['true'] }, { name: 'reads', changedWhen: false }),
      task(fail, { msg: 'no' }, { name: 'refused' }),
      file(folder, 'last'),
    ];
    const held =
      'Task "refused" cannot be done on this host; without --partial nothing is written there then.';
    const play = { batches: [['a']], tasks };
    expect(await run([play])).toEqual([
      `a first not-started ${held}`,
      `a reads not-started ${held}`,
      'a refused failed',
      'a last not-started Task "refused" failed on this host.',
    ]);
    expect(await run([play], { partial: true })).toEqual([
      'a first changed',
      'a reads ok',
      'a refused failed',
      'a last not-started Task "refused" failed on this host.',
    ]);
    expect(await run([play], { mode: 'check' })).toEqual([
      `a first not-started ${held}`,
      `a reads not-started ${held}`,
      'a refused failed',
      'a last not-started Task "refused" failed on this host.',
    ]);
    expect(await run([play], { mode: 'check', partial: true })).toEqual([
      'a first would-change',
      'a reads skipped',
      'a refused failed',
      'a last not-started Task "refused" failed on this host.',
    ]);
    expect(await run([play], { mode: 'drift' })).toEqual([
      'a first would-change',
      'a reads skipped',
      'a refused failed',
      'a last not-started Task "refused" failed on this host.',
    ]);
  });

  it('is everything behind Ctrl-C, which is no batch that failed', async () => {
    const until = { verdict: true, retries: 1, delay: 0 };
    const tasks = (folder: string) => [file(folder, 'first'), file(folder, 'last', { until })];
    const interruptedBy = ({ task: name }: Outcome) => name === 'first';
    const why = 'not-started The run was interrupted before it.';
    expect(await run([{ batches: [['a'], ['b']], tasks }], { interruptedBy })).toEqual([
      'a first changed',
      `a last ${why}`,
      `b first ${why}`,
      `b last ${why}`,
    ]);
  });
});
