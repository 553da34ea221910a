import { sql } from 'kysely';
import { type DispatchedCheck, dispatch, isDue } from '../../src/controllers/dispatch.ts';
import type { History } from '../../src/history/history.ts';

export const check: DispatchedCheck = {
  ...{ schedule: 'c of p', name: 'c', kind: 'drift', cron: '* * * * *', timezone: 'UTC' },
  ...{ regions: ['a', 'b'], jitter: 0, maxDuration: 50_000, shard: 2, catchesUp: true },
};
export const PREPARED = {
  ...{ commit: 'f'.repeat(40), inventoryDigest: 'd' },
  hosts: new Map([
    ['a', ['a1', 'a2', 'a3']],
    ['b', ['b1']],
  ]),
};

/** As if the check had last been decided on so many milliseconds ago. */
export async function due(
  history: History,
  ms = 60_000,
  prepared: typeof PREPARED | { fault: string } = PREPARED,
  more: Partial<DispatchedCheck> = {},
) {
  const own = { ...check, ...more };
  await isDue(history, own);
  const decided = new Date(Date.now() - ms).toISOString();
  await history.updateTable('dues').set({ decided }).execute();
  return dispatch(history, own, prepared);
}

export const of = (worker: string, region = 'a') => ({ worker, region });

/** A sign of life. */
export const WORKER = {
  ...{ project: 'p', name: 'w', region: 'a', capacity: 1, busy: 0, commit_id: '', version: '' },
  ...{ queue: 'redis://queue.example:6379', queue_id: 'one', trouble: '' },
};

/** As if all that was due had been due before, on a day of January. */
export const longAgo = (history: History, day: number) =>
  sql`update jobs set id = id || ${`.${day}`}, due = ${`2026-01-0${day}`} where due > '2026-02'`.execute(
    history,
  );

/** As if all deadlines and leases had passed. */
export const passed = (history: History) =>
  history.updateTable('jobs').set({ deadline: '2026-01-01', until: '2026-01-01' }).execute();

export const finished = (hosts: readonly string[]) => ({
  exitCode: 0,
  hosts: new Map(hosts.map((host) => [host, 'ok'])),
});
