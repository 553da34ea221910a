import { expect } from 'vitest';
import { outcomeOf, type Result } from '../../src/engine/task-result.ts';
import { type Walker, walk } from '../../src/engine/walk/play-loop.ts';
import { Registered } from '../../src/engine/walk/registered.ts';
import { brief, resolved } from './project.ts';

/** What the `say` tasks of a playbook say, when those that register answer `results`. */
export async function said(
  playbook: string,
  results: Record<string, Result> = {},
  files: Record<string, string> = {},
): Promise<unknown[]> {
  const { plays, problems } = resolved(playbook, { files });
  expect(brief(problems)).toEqual([]);
  const found: unknown[] = [];
  const registered = new Registered();
  const walker: Walker = {
    host: 'a',
    execute: async (task) => {
      if (task.module === 'say') found.push(task.desired);
      if (task.module === 'setup') found.push('ok: setup');
      const result = results[task.register ?? task.module] ?? { changed: true };
      const failed = result !== 'unknown' && result.failed === true;
      const message =
        task.module === 'include_tasks' ? `included: ${(task.desired as { name: string }).name}` : undefined;
      const status = failed ? 'failed' : message === undefined ? 'changed' : 'ok';
      return { outcome: outcomeOf('a', task, { status, ...(message !== undefined && { message }) }), result };
    },
    ended: ({ status, message, rescued }) => {
      const how = rescued ? `${status} (rescued)` : status;
      if (status !== 'changed') found.push(status === 'ok' ? message : `${how}: ${message}`);
    },
    interrupted: () => false,
    stops: ({ status }) => status === 'failed',
  };
  for (const { hosts } of plays) {
    const own = hosts.get('a');
    if (own) await walk(own, registered, walker);
  }
  return found;
}
