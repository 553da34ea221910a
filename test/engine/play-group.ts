import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import type { Step } from '../../src/plan/step.ts';
import type { Timing } from '../../src/plan/task-record.ts';
import type { HostTree, ResolvedPlay, ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { type localHost, undelegated } from './local-host.ts';
import { task, writes } from './task.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

export type HostFolder = ReturnType<typeof localHost>;

export interface Played {
  /** Each outcome as `task status`, with the message of what did not begin or was lost. */
  said: string[];
  /** Scripts that were sent to write, or to look again. */
  scripts: number;
  timings: Timing[];
}

/** Plans and performs tasks on this machine; `meanwhile` is done between the two. */
export async function play(
  tasks: readonly HostTree[],
  { remote }: HostFolder,
  { meanwhile = () => {}, on = () => {} }: { meanwhile?(): void; on?(outcome: Outcome): void } = {},
): Promise<Played> {
  const outcomes: Outcome[] = [];
  const timings: Timing[] = [];
  const stop = new AbortController();
  const announce = (news: News) => {
    if (news.type === 'host-waiting') meanwhile();
    if (news.type !== 'task-ended') return;
    outcomes.push(news.outcome);
    timings.push(news.timing);
    on(news.outcome);
    if (news.outcome.task === 'interrupts') stop.abort();
  };
  const settings = {
    mode: 'apply' as const,
    partial: false,
    announce,
    dependencies: [],
    delegate: undelegated,
    interrupts: { ...UNINTERRUPTED, signal: stop.signal },
  };
  const resolved: ResolvedPlay = {
    name: 'play',
    batches: [['here']],
    hosts: new Map([['here', { tasks, handlers: [] }]]),
  };
  const host = new HostRun('here', playsOf('here', [resolved]), remote, settings);
  await runFleet([resolved], new Map([['here', host]]), {
    mode: 'apply',
    forks: 1,
    announce,
    signal: UNINTERRUPTED.signal,
  });
  expect(host.bugs).toEqual([]);
  const told = ['not-started', 'lost', 'not-converged'];
  return {
    said: outcomes.map(({ task: name, status, message }) =>
      [name, status, ...(told.includes(status) ? [message?.split('\n')[0]] : [])].join(' '),
    ),
    // The first one reads, the last one gives the lock back.
    scripts: host.connection.roundTrips - 2,
    timings,
  };
}

/** What makes tasks with a module, each about a file of its own. */
export const make =
  (definition: typeof writes) =>
  ({ folder }: HostFolder, name: string, more: Partial<ResolvedTask> = {}, path = name) =>
    task(definition, { path: join(folder, path), content: `of ${name}` }, { name, ...more });
export const HOLDS = { script: 'true', args: [] };
export const file = make(writes);
export const step =
  (script: string) =>
  (path: string, content: string): Step[] => [{ do: 'run', argv: ['sh', '-c', script, 'sh', path, content] }];
export const said = ({ folder }: HostFolder, ...names: string[]) =>
  names.map((name) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined,
  );
