import { alarms } from '../../controllers/alarms.ts';
import type { Database } from '../../controllers/database.ts';
import { databaseNow } from '../../controllers/database-clock.ts';
import { type DispatchedCheck, dispatch, isDue } from '../../controllers/dispatch.ts';
import { hostsOf } from '../../controllers/job.ts';
import type { Absence, Presence } from '../../controllers/presence.ts';
import type { Queue } from '../../controllers/queue.ts';
import { forget, giveUp, openJobs, pauseOnFailure } from '../../controllers/sweep.ts';
import { workersSeen } from '../../controllers/workers.ts';
import type { JobTable } from '../../history/controller-tables.ts';
import { within } from '../../history/patience.ts';
import { chunks } from '../../history/write.ts';
import { counted } from '../../report/fold.ts';
import type { Io } from '../command.ts';
import { scheduleId } from '../schedule/asked.ts';
import { faultsOf, inShort } from '../schedule/fault.ts';
import { prepare } from '../schedule/prepared.ts';
import type { Schedule, WrittenCheck } from '../schedule/schedule-file.ts';
import type { Complaints } from './complaints.ts';

/** What an alarm of the queue is about. */
export const QUEUE = 'the queue';

/** What a server does again and again. */
export interface Ticking {
  schedule: Schedule;
  database: Database;
  queue: Queue;
  /** Where the queue is, for people. */
  address: string;
  presence: Presence;
  complaints: Pick<Complaints, 'about'>;
  say: (text: string) => void;
}

/** Gives up what is late, decides on what is due, and tells workers what is open. Resolves to what is wrong. */
export async function tick(ticking: Ticking, io: Io): Promise<Absence> {
  const { schedule, database, queue, address, presence, complaints, say } = ticking;
  for (const row of await database.ask(giveUp)) say(rowText(row));
  const undecided = new Map<string, string>();
  for (const [name, check] of schedule.checks) {
    const fault = await decide(ticking, { name, check }, io).catch(async (error: unknown) => {
      // Whatever is wrong with the database as a whole is not the fault of a check.
      await database.ask(databaseNow);
      return inShort(faultsOf(error));
    });
    complaints.about(name, fault);
    if (fault !== undefined) undecided.set(name, fault);
  }
  const { project } = schedule;
  const regions = [...schedule.regions.keys()];
  const schedules = schedulesOf(schedule);
  const open = await database.ask((history) => openJobs(history, schedules));
  const answer = await ring(queue, open, regions);
  const workers = await database.ask((history) => workersSeen(history, project));
  const own = 'id' in answer ? { id: answer.id, address } : undefined;
  const absence = presence.look({ workers, regions, queue: own, now: performance.now() });
  const found = await database.ask((history) => alarms(history, schedules));
  const silent: [string, string][] = 'silence' in answer ? [[QUEUE, answer.silence]] : [];
  return { alarms: new Map([...undecided, ...found, ...absence.alarms, ...silent]), unsure: absence.unsure };
}

/** Writes down what is due of a check, and pauses it if it fails again and again. */
async function decide(
  { schedule, database, say }: Ticking,
  { name, check }: { name: string; check: WrittenCheck },
  io: Io,
): Promise<undefined> {
  const dispatched = dispatchedCheck(schedule, name, check);
  if (await database.ask((history) => isDue(history, dispatched))) {
    // Not while the database waits: a large inventory takes its time.
    const found = await prepare(schedule, check, io);
    const prepared = 'faults' in found ? { fault: inShort(found.faults) } : found;
    for (const row of await database.ask((history) => dispatch(history, dispatched, prepared)))
      say(rowText(row));
  }
  const { pauseAfter } = check.job;
  if (pauseAfter === undefined) return;
  if (await database.ask((history) => pauseOnFailure(history, dispatched.schedule, pauseAfter)))
    say(`${name} is paused: it failed ${pauseAfter} times in all regions.`);
}

/** Once an hour. */
export async function tidy({ database }: Ticking): Promise<void> {
  await database.ask(forget);
}

/** What the checks of a schedule are kept under. */
export function schedulesOf(schedule: Schedule): string[] {
  return [...schedule.checks.keys()].map((name) => scheduleId(schedule, name));
}

function dispatchedCheck(schedule: Schedule, name: string, check: WrittenCheck): DispatchedCheck {
  const { cron, timezone, jitter, maxDuration } = check;
  const { kind, shard, catchesUp } = check.job;
  return {
    ...{ schedule: scheduleId(schedule, name), name, kind, cron, timezone, jitter, maxDuration, shard },
    ...{ catchesUp, regions: [...schedule.regions.keys()] },
  };
}

function rowText({ name, region, due, state, times, hosts, reason }: JobTable): string {
  const count = hostsOf(hosts)?.length ?? 0;
  const often = times === 1 ? '' : `, ${times} times`;
  return `${name} in ${region}, due ${due}${often}: ${state}, ${counted(count, 'host')}${reason === null ? '' : `: ${reason}`}`;
}

/** Resolves to what the queue calls itself, or why it did not take them. */
async function ring(
  queue: Queue,
  jobs: Awaited<ReturnType<typeof openJobs>>,
  regions: readonly string[],
): Promise<{ id: string } | { silence: string }> {
  try {
    // One after the other, thousands would hold up what is due.
    for (const some of chunks(jobs)) await within(Promise.all(some.map((job) => queue.ring(job))));
    if (jobs.length === 0) await within(queue.counts(regions));
    return { id: await within(queue.identity()) };
  } catch (error) {
    return { silence: error instanceof Error ? error.message : String(error) };
  }
}
