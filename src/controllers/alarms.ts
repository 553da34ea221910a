import { type JobState, type JobTable, OPEN } from '../history/controller-tables.ts';
import type { History } from '../history/history.ts';
import { databaseNow, later } from './database-clock.ts';
import { hostsOf } from './job.ts';

/** The last time that a check was due in a region, once it is known what became of it, and the jobs of it. */
export interface Settled {
  name: string;
  region: string;
  due: string;
  /** When the last of its jobs ended. */
  ended: string;
  jobs: number;
  /** How many hosts ended how. */
  hosts: Readonly<Record<string, number>>;
  /** How many hosts have no result. */
  without: number;
  /** Why, or what else is missing; absent where nothing is. */
  reason?: string;
}

/** Times that are looked back. */
const BACK = 5;

/** How the checks of a server stand. */
export async function settledChecks(history: History, schedules: readonly string[]): Promise<Settled[]> {
  const all: Settled[] = [];
  for (const schedule of schedules) all.push(...(await settledOf(history, schedule)));
  return all;
}

async function settledOf(history: History, schedule: string): Promise<Settled[]> {
  // What is said of times to come would stand before all that happens.
  const ahead = later(await databaseNow(history), ADJUSTED);
  const dues = await history
    .selectFrom('jobs')
    .select('due')
    .distinct()
    .where('schedule', '=', schedule)
    .where('due', '<=', ahead)
    .orderBy('due', 'desc')
    .limit(BACK)
    .execute();
  const [newest, oldest] = [dues[0]?.due, dues.at(-1)?.due];
  if (oldest === undefined) return [];
  const rows = await history
    .selectFrom('jobs')
    .select(['id', 'name', 'region', 'due', 'state', 'reason', 'worker', 'hosts', 'ended'])
    .where('schedule', '=', schedule)
    .where('due', '>=', oldest)
    .where('due', '<=', ahead)
    .orderBy('due', 'desc')
    .execute();
  const settled: Settled[] = [];
  for (const region of [...new Set(rows.map((row) => row.region))].toSorted()) {
    const own = rows.filter((row) => row.region === region);
    // The check had no host in it then: no time would come at which it is whole again.
    if (!own.some((row) => row.due === newest)) continue;
    const open = new Set(own.filter(({ state }) => IS_OPEN.has(state)).map(({ due }) => due));
    const due = own.find((row) => !open.has(row.due))?.due;
    const jobs = own.filter((row) => row.due === due);
    const [first] = jobs;
    if (!first) continue;
    const bad = jobs.filter(({ state }) => state !== 'ended');
    const [worst] = [...bad, ...jobs.filter(({ reason }) => reason !== null)];
    const unreadable = jobs.find(({ hosts }) => hostsOf(hosts) === undefined);
    const without = bad.reduce((sum, { hosts }) => sum + (hostsOf(hosts)?.length ?? 0), 0);
    settled.push({
      ...{ name: first.name, region, due: first.due, jobs: jobs.length, without },
      ended: jobs.reduce((last, { ended }) => (ended !== null && ended > last ? ended : last), ''),
      hosts: await hostCounts(history, jobs),
      ...(unreadable ? { reason: UNREADABLE } : worst && { reason: reasonOf(worst) }),
    });
  }
  return settled;
}

function reasonOf({ state, reason, worker }: Pick<JobTable, 'state' | 'reason' | 'worker'>): string {
  // The hosts of one that has ended have results.
  return `${state === 'ended' ? worker : state}: ${reason ?? 'nobody knows why'}`;
}

const UNREADABLE = 'somebody wrote into the database what is no job';

const IS_OPEN: ReadonlySet<JobState> = new Set(OPEN);

async function hostCounts(
  history: History,
  jobs: readonly { id: string }[],
): Promise<Record<string, number>> {
  const rows = await history
    .selectFrom('job_hosts')
    .select('state')
    .select(({ fn }) => fn.countAll().as('count'))
    .where(
      'job',
      'in',
      jobs.map(({ id }) => id),
    )
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** What is wrong with checks that are kept under these names, by what it is wrong with: a check in a region, or the clock of the database. */
export async function alarms(
  history: History,
  schedules: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const settled = await settledChecks(history, schedules);
  const checks = settled.flatMap(({ name, region, due, without, reason }): [string, string][] => {
    if (reason === undefined) return [];
    const hosts = without === 0 ? '' : `, ${without} ${without === 1 ? 'host' : 'hosts'} without a result`;
    return [[`${name} in ${region}`, `due ${shownTime(due)}${hosts}. ${reason}`]];
  });
  const lately: [string, string][] = [];
  for (const schedule of schedules)
    lately.push(...(await jobsAhead(history, schedule)), ...(await latelyWithout(history, schedule)));
  const ahead = await decidedAhead(history);
  const clock: [string, string][] =
    ahead === undefined
      ? []
      : [['the clock of the database', `it went back: no check is due until ${shownTime(ahead)}`]];
  // That a check was skipped follows from what became of the one before.
  const causes = new Map(lately.filter(([, why]) => !SKIPPED.test(why)));
  const known = checks.filter(([about, why]) => !SKIPPED.test(why) || !causes.has(about));
  return new Map([...lately, ...causes, ...known, ...clock]);
}

const SKIPPED = /^due [^.]*\. skipped: /;

/** Milliseconds for which what has no result is an alarm, even where the next time is whole before that is known. */
const SHOWN = 60_000;

/** A job is given up a little after its deadline, when the next one may have ended already. */
async function latelyWithout(history: History, schedule: string): Promise<[string, string][]> {
  const rows = await history
    .selectFrom('jobs')
    .select(['name', 'region', 'due', 'state', 'reason'])
    .where('schedule', '=', schedule)
    .where('state', 'not in', [...OPEN, 'ended'])
    .where('ended', '>', later(await databaseNow(history), -SHOWN))
    .execute();
  return rows.map(({ name, region, due, state, reason }) => [
    `${name} in ${region}`,
    `due ${shownTime(due)}. ${state}: ${reason}`,
  ]);
}

/** Milliseconds by which a clock may be set without a word. */
const ADJUSTED = 60_000;

/** The last time that is decided on and lies ahead: a clock that is set back would have no check for as long, silently. */
async function decidedAhead(history: History): Promise<string | undefined> {
  const now = await databaseNow(history);
  const row = await history
    .selectFrom('dues')
    .select('decided')
    .where('decided', '>', later(now, ADJUSTED))
    .orderBy('decided', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.decided;
}

/** Whether there are jobs of times to come: they count for nothing. */
async function jobsAhead(history: History, schedule: string): Promise<[string, string][]> {
  const row = await history
    .selectFrom('jobs')
    .select(['id', 'name', 'due'])
    .where('schedule', '=', schedule)
    .where('due', '>', later(await databaseNow(history), ADJUSTED))
    .limit(1)
    .executeTakeFirst();
  if (!row) return [];
  const { id, name, due } = row;
  return [[name, `the job ${id} is due ${shownTime(due)} only: ${UNREADABLE}, or its clock went back`]];
}

/** A time in ISO 8601 as people read it. */
function shownTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
