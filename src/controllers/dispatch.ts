import { type JobKind, type JobState, type JobTable, OPEN } from '../history/controller-tables.ts';
import type { History } from '../history/history.ts';
import { text } from '../history/storable.ts';
import { chunks } from '../history/write.ts';
import type { Timing } from '../schedule/cron.ts';
import { databaseNow, later } from './database-clock.ts';
import { type Dues, duesSince } from './dues.ts';
import { jobId, shardsOf } from './job.ts';

/** A check of schedule.yaml that workers do. */
export interface DispatchedCheck extends Timing {
  /** What its runs are kept under in the history. */
  schedule: string;
  name: string;
  kind: JobKind;
  regions: readonly string[];
  /** Milliseconds. */
  jitter: number;
  maxDuration: number;
  /** Hosts of a job. */
  shard: number;
  catchesUp: boolean;
}

/** What a check is about when it is due: the files that count, and the hosts of its regions. */
export interface Prepared {
  commit: string;
  inventoryDigest: string;
  hosts: ReadonlyMap<string, readonly string[]>;
}

/** Whether there is something to decide on for `dispatch`. From the first time on that it is asked, times count. */
export async function isDue(history: History, check: DispatchedCheck): Promise<boolean> {
  const now = await databaseNow(history);
  await history
    .insertInto('dues')
    .values({ schedule: check.schedule, decided: now, since: now, paused: null })
    .onConflict((conflict) => conflict.column('schedule').doNothing())
    .execute();
  const { decided } = await history
    .selectFrom('dues')
    .select('decided')
    .where('schedule', '=', check.schedule)
    .executeTakeFirstOrThrow();
  return !isIdle(duesAt(check, decided, now));
}

/**
 * Decides on the times at which a check was due, and writes down a row for each region and shard: a job, or why there is
 * none, such as the `fault` for which it cannot be done. Several servers may do it at once. Resolves to the new rows.
 */
export async function dispatch(
  history: History,
  check: DispatchedCheck,
  prepared: Prepared | { fault: string },
): Promise<JobTable[]> {
  const now = await databaseNow(history);
  return history.transaction().execute(async (transaction) => {
    // An update that changes nothing keeps other servers out until this transaction ends.
    const { decided, paused } = await transaction
      .updateTable('dues')
      .set(({ ref }) => ({ decided: ref('decided') }))
      .where('schedule', '=', check.schedule)
      .returning(['decided', 'paused'])
      .executeTakeFirstOrThrow();
    const dues = duesAt(check, decided, now);
    if (isIdle(dues)) return [];
    const open = await transaction
      .selectFrom('jobs')
      .select('region')
      .where('schedule', '=', check.schedule)
      .where('state', 'in', OPEN)
      .where('deadline', '>', now)
      .execute();
    const busy = new Set(open.map(({ region }) => region));
    const rows = rowsOf(check, prepared, { dues, now, paused, busy });
    for (const some of chunks(rows)) await transaction.insertInto('jobs').values(some).execute();
    await transaction
      .updateTable('dues')
      .set({ decided: new Date(dues.decided).toISOString() })
      .where('schedule', '=', check.schedule)
      .execute();
    return rows;
  });
}

function duesAt(check: DispatchedCheck, decided: string, now: string): Dues {
  return duesSince(check, { decided: Date.parse(decided), now: Date.parse(now) });
}

function isIdle({ begins, missed }: Dues): boolean {
  return begins === undefined && missed.length === 0;
}

interface Moment {
  dues: Dues;
  now: string;
  paused: string | null;
  /** Regions in which the check before goes on. */
  busy: ReadonlySet<string>;
}

function rowsOf(check: DispatchedCheck, prepared: Prepared | { fault: string }, moment: Moment): JobTable[] {
  const { dues, now, paused, busy } = moment;
  const isFaulty = 'fault' in prepared;
  return check.regions.flatMap((region) => {
    const hosts = isFaulty ? [] : (prepared.hosts.get(region) ?? []);
    if (!isFaulty && hosts.length === 0) return [];
    const [first] = dues.missed;
    const about = { check, region, prepared, now };
    const missed =
      first === undefined
        ? []
        : [idle(about, { due: first, hosts, state: 'missed', reason: MISSED, times: dues.missed.length })];
    if (dues.begins === undefined) return missed;
    const due = dues.begins;
    const without = (state: JobState, reason: string) => [
      ...missed,
      idle(about, { due, hosts, state, reason, times: 1 }),
    ];
    if (isFaulty) return without('failed', text(prepared.fault));
    if (paused !== null) return without('paused', paused);
    if (busy.has(region)) return without('skipped', 'the check before it had not ended');
    const begins = later(now, Math.random() * check.jitter);
    const jobs = shardsOf(hosts, check.shard).map(
      (shard, index): JobTable => ({
        ...idle(about, { due, hosts: shard, state: 'queued', reason: null, times: 1 }, index),
        ...{ begins, deadline: later(begins, check.maxDuration), ended: null },
      }),
    );
    return [...missed, ...jobs];
  });
}

const MISSED = 'no server was there, or the database was not';

interface About {
  check: DispatchedCheck;
  region: string;
  prepared: Prepared | { fault: string };
  now: string;
}

interface Row extends Pick<JobTable, 'state' | 'reason' | 'times'> {
  due: number;
  hosts: readonly string[];
}

/** A row that no worker gets. */
function idle(
  { check, region, prepared, now }: About,
  { due: time, hosts, ...rest }: Row,
  shard = 0,
): JobTable {
  const { schedule, name, kind } = check;
  const due = new Date(time).toISOString();
  const known = 'fault' in prepared ? { commit: '', inventoryDigest: '' } : prepared;
  return {
    ...{ id: jobId(schedule, { name, region, due, shard }), schedule, name, kind, region, due },
    ...{ begins: now, deadline: now, ended: now, hosts: JSON.stringify(hosts) },
    ...{ commit_id: known.commit, inventory_digest: known.inventoryDigest },
    ...{ worker: null, attempt: 0, until: null, exit_code: null },
    ...rest,
  };
}
