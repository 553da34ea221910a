import { type JobTable, OPEN } from '../history/controller-tables.ts';
import type { History } from '../history/history.ts';
import { databaseNow, later } from './database-clock.ts';

/** Milliseconds after its deadline in which a result may still arrive. */
const GRACE = 10_000;

/** Milliseconds until the deadline of a job at most: schedule.yaml takes no `max-duration` above 7d, no `jitter` above 1d. */
const LONGEST = 9 * 86_400_000;

/** Milliseconds for which jobs are kept. */
const KEPT = 30 * 86_400_000;

/** Gives up on jobs whose deadline has passed, or is none of a job: from now on no result of them is taken. Resolves to their rows. */
export async function giveUp(history: History): Promise<JobTable[]> {
  const now = await databaseNow(history);
  const late = await history
    .selectFrom('jobs')
    .selectAll()
    .where('state', 'in', OPEN)
    .where(({ or, eb }) =>
      or([eb('deadline', '<', later(now, -GRACE)), eb('deadline', '>', later(now, LONGEST))]),
    )
    .execute();
  const lost: JobTable[] = [];
  for (const job of late) {
    const change = { state: 'lost', ended: now, until: null, reason: reasonOf(job) } as const;
    const { numUpdatedRows } = await history
      .updateTable('jobs')
      .set(change)
      .where('id', '=', job.id)
      .where('state', 'in', OPEN)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) lost.push({ ...job, ...change });
  }
  return lost;
}

function reasonOf({ reason, state, region, worker }: JobTable): string {
  if (state === 'running') return `${worker} began it and did not say in time how it ended`;
  return reason ?? `no worker of ${region} began it in time`;
}

/**
 * Jobs of these checks, of one region or of all, that a worker may begin: the queue may have lost them. Another project that shares the database has
 * a queue of its own.
 */
export async function openJobs(
  history: History,
  schedules: readonly string[],
  region?: string,
): Promise<{ id: string; region: string; wait: number }[]> {
  if (schedules.length === 0) return [];
  const now = await databaseNow(history);
  const rows = await history
    .selectFrom('jobs')
    .select(['id', 'region', 'begins'])
    .where('schedule', 'in', schedules)
    .where('deadline', '>', now)
    .where(({ or, and, eb }) =>
      or([eb('state', '=', 'queued'), and([eb('state', '=', 'running'), eb('until', '<', now)])]),
    )
    .$if(region !== undefined, (jobs) => jobs.where('region', '=', region ?? ''))
    .execute();
  return rows.map(({ begins, ...job }) => ({
    ...job,
    wait: Math.max(0, Date.parse(begins) - Date.parse(now)) || 0,
  }));
}

/** Pauses a check that failed, in all regions, the last `count` times that it was due. Resolves to whether it did. */
export async function pauseOnFailure(history: History, schedule: string, count: number): Promise<boolean> {
  const { since, paused } = await history
    .selectFrom('dues')
    .select(['since', 'paused'])
    .where('schedule', '=', schedule)
    .executeTakeFirstOrThrow();
  if (paused !== null) return false;
  const jobs = history.selectFrom('jobs').where('schedule', '=', schedule).where('due', '>', since);
  const done = jobs.where('state', '!=', 'missed');
  const dues = await done
    .select('due')
    .distinct()
    // In another region it may not fail.
    .where('due', 'not in', jobs.select('due').where('state', 'in', OPEN))
    .orderBy('due', 'desc')
    .limit(count)
    .execute();
  const [newest, oldest] = [dues[0]?.due, dues[count - 1]?.due];
  if (newest === undefined || oldest === undefined) return false;
  const last = await done
    .select(['state', 'reason'])
    .where('due', '>=', oldest)
    .where('due', '<=', newest)
    .orderBy('due', 'desc')
    .execute();
  if (last.some(({ state }) => state !== 'failed')) return false;
  const reason = `it failed ${count} times, at last: ${last[0]?.reason}`;
  const { numUpdatedRows } = await history
    .updateTable('dues')
    .set({ paused: reason })
    .where('schedule', '=', schedule)
    .where('paused', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lets a paused check begin again. Resolves to whether it was paused. */
export async function resume(history: History, schedule: string): Promise<boolean> {
  const { numUpdatedRows } = await history
    .updateTable('dues')
    .set({ paused: null, since: await databaseNow(history) })
    .where('schedule', '=', schedule)
    .where('paused', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes what is older than a month. */
export async function forget(history: History): Promise<void> {
  const before = later(await databaseNow(history), -KEPT);
  const old = history.selectFrom('jobs').select('id').where('due', '<', before);
  await history.deleteFrom('job_hosts').where('job', 'in', old).execute();
  await history.deleteFrom('jobs').where('due', '<', before).execute();
  await history.deleteFrom('workers').where('seen', '<', before).execute();
}
