import type { JobTable } from '../history/controller-tables.ts';
import type { History } from '../history/history.ts';
import { text } from '../history/storable.ts';
import { chunks } from '../history/write.ts';
import { databaseNow, later } from './database-clock.ts';
import { hostsOf } from './job.ts';

/** Milliseconds for which a worker has a job for itself without a sign of life. */
export const LEASE = 20_000;

/** A job that a worker has for itself. */
export type Claimed = Pick<
  JobTable,
  'id' | 'schedule' | 'name' | 'kind' | 'region' | 'deadline' | 'commit_id' | 'inventory_digest' | 'attempt'
> & { hosts: readonly string[] /** Milliseconds until the deadline. */; left: number };

/** Who takes a job. */
interface Taker {
  worker: string;
  region: string;
}

/**
 * Takes a job of its region for a worker, not before it begins. What is delivered once more is `over` when it has ended or
 * its deadline has passed, and `held` while another worker has it: a worker that is cut off loses it after `LEASE`.
 */
export async function claim(
  history: History,
  id: string,
  { worker, region }: Taker,
): Promise<Claimed | 'over' | 'held'> {
  const now = await databaseNow(history);
  const row = await history
    .updateTable('jobs')
    .set(({ eb }) => ({ state: 'running', worker, attempt: eb('attempt', '+', 1), until: later(now, LEASE) }))
    .where('id', '=', id)
    .where('region', '=', region)
    .where('begins', '<=', now)
    .where('deadline', '>', now)
    .where(({ or, and, eb }) =>
      or([eb('state', '=', 'queued'), and([eb('state', '=', 'running'), eb('until', '<', now)])]),
    )
    .returningAll()
    .executeTakeFirst();
  if (row)
    return {
      ...row,
      hosts: hostsOf(row.hosts) ?? [],
      left: Date.parse(row.deadline) - Date.parse(now) || 0,
    };
  const there = await history
    .selectFrom('jobs')
    .select(['state'])
    .where('id', '=', id)
    .where('deadline', '>', now)
    .executeTakeFirst();
  return there?.state === 'running' ? 'held' : 'over';
}

type Held = Pick<Claimed, 'id' | 'attempt'>;

/** Keeps a job for longer. Resolves to whether the worker still has it. */
export async function renew(history: History, held: Held): Promise<boolean> {
  const until = later(await databaseNow(history), LEASE);
  return holding(history, held, { until });
}

/** Gives a job back: another worker may begin it at once. `reason` is why this one does not do it. */
export async function giveBack(history: History, held: Held, reason: string): Promise<boolean> {
  return holding(history, held, { state: 'queued', until: null, reason: text(reason) });
}

/** How a job ended: by host, or why there is no result. */
export type JobResult =
  | { exitCode: number; hosts: ReadonlyMap<string, string>; complaint?: string | undefined }
  | { exitCode: number; failure: string };

/**
 * Writes what a worker found, unless another one began the job since, or it counts as lost. Resolves to whether it was
 * written; the same twice is written once.
 */
export async function settle(history: History, { id, attempt }: Held, result: JobResult): Promise<boolean> {
  const ended = await databaseNow(history);
  return history.transaction().execute(async (transaction) => {
    const failed = 'failure' in result;
    const about = { ended, exit_code: result.exitCode, until: null };
    const isOurs = await holding(
      transaction,
      { id, attempt },
      {
        ...about,
        ...(failed
          ? { state: 'failed', reason: text(result.failure) }
          : { state: 'ended', reason: result.complaint === undefined ? null : text(result.complaint) }),
      },
    );
    if (!isOurs || failed) return isOurs;
    const rows = [...result.hosts].map(([host, state]) => ({ job: id, host, state, attempt }));
    for (const some of chunks(rows))
      await transaction
        .insertInto('job_hosts')
        .values(some)
        .onConflict((conflict) =>
          conflict
            .columns(['job', 'host'])
            .doUpdateSet(({ ref }) => ({ state: ref('excluded.state'), attempt: ref('excluded.attempt') })),
        )
        .execute();
    return true;
  });
}

async function holding(history: History, { id, attempt }: Held, change: Partial<JobTable>): Promise<boolean> {
  const { numUpdatedRows } = await history
    .updateTable('jobs')
    .set(change)
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
