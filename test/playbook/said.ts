import { expect } from 'vitest';
import { outcomeOf, type Result } from '../../src/engine/task-result.ts';
import { FleetState } from '../../src/engine/walk/fleet-state.ts';
import { type Walker, walk } from '../../src/engine/walk/play-loop.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { brief, resolved } from './project.ts';

/** What tasks answer: by the name that they register, or their module. */
type Results = Readonly<Record<string, Result | ((host: string) => Result)>>;

interface Options {
  files?: Record<string, string>;
  extraVars?: Record<string, { value: unknown }>;
  hosts?: string;
  /** Only a real run tells what comes of opaque tasks. */
  isForecast?: boolean;
}

/** What the `say` tasks of a playbook say on the host a, when those that register answer `results`. */
export async function said(
  playbook: string,
  results: Results = {},
  files: Record<string, string> = {},
): Promise<unknown[]> {
  return (await saidByAll(playbook, results, { files })).a ?? [];
}

/** The same on each host; all go through each play at once, as fast as they may. */
export async function saidByAll(
  playbook: string,
  results: Results = {},
  { files = {}, isForecast = false, ...options }: Options = {},
): Promise<Record<string, unknown[]>> {
  const { plays, problems } = resolved(playbook, { files, ...options });
  expect(brief(problems)).toEqual([]);
  const found: Record<string, unknown[]> = {};
  const ended = new Set<string>();
  const state = new FleetState(isForecast);
  for (const [index, { batches, hosts }] of plays.entries())
    for (const batch of batches) {
      const left = batch.filter((name) => !ended.has(name));
      state.begin(left);
      await Promise.all(
        left.map(async (name) => {
          const play = hosts.get(name);
          found[name] ??= [];
          if (!play) return state.left(name);
          const among = state.among(name, index, (until) => until);
          const { kind } = await walk(play, among, walkerOf(name, results, found[name]));
          if (kind !== 'finished') ended.add(name);
          state.left(name);
        }),
      );
    }
  return found;
}

function walkerOf(host: string, results: Results, found: unknown[]): Walker {
  const resultOf = (task: ResolvedTask): Result => {
    const given = results[task.register ?? task.module] ?? { changed: true };
    return typeof given === 'function' ? given(host) : given;
  };
  return {
    host,
    execute: async (task) => {
      if (task.module === 'say') found.push(task.desired);
      if (task.module === 'setup') found.push('ok: setup');
      const result = resultOf(task);
      const failed = result !== 'unknown' && result.failed === true;
      const message =
        task.module === 'include_tasks' ? `included: ${(task.desired as { name: string }).name}` : undefined;
      const status = failed ? 'failed' : message === undefined ? 'changed' : 'ok';
      return {
        outcome: outcomeOf(host, task, { status, ...(message !== undefined && { message }) }),
        result,
      };
    },
    ended: ({ status, message, rescued }) => {
      const how = rescued ? `${status} (rescued)` : status;
      if (status !== 'changed') found.push(status === 'ok' ? message : `${how}: ${message}`);
    },
    signal: new AbortController().signal,
    stops: ({ status }) => status === 'failed',
  };
}
