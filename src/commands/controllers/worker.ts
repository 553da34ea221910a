import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../controllers/database.ts';
import { listen } from '../../controllers/queue.ts';
import { BEAT, beat, leave, nameFault, workersSeen } from '../../controllers/workers.ts';
import { counted } from '../../report/fold.ts';
import { didYouMean } from '../../template/suggest.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { commitOf } from '../execution/commit.ts';
import { Complaints, sayingOn } from './complaints.ts';
import { Reach } from './reach.ts';
import { repeatedly } from './repeatedly.ts';
import { surroundingsOf, type WorkerOptions } from './surroundings.ts';
import { webhookFaults } from './webhooks.ts';
import { WorkerJobs } from './worker-jobs.ts';

/** Milliseconds between two looks for jobs of which the queue did not tell. */
const LOOK = 5_000;
/** Milliseconds for the queue to let go. */
const PATIENCE = 3_000;

/** Does jobs of a region until SIGTERM. Throws UsageError and ProblemError. */
export async function work(options: WorkerOptions, io: Io): Promise<number> {
  const { file, schedule, place, queue: url } = surroundingsOf(options, io);
  const { region, capacity } = options;
  if (region === undefined || !schedule.regions.has(region)) throw new UsageError(noRegion(region, schedule));
  const { name = `${hostname()}-${region}` } = options;
  const history = place.kind === 'postgres' ? place.url : place.path;
  const say = sayingOn(io);
  const complaints = new Complaints(say);
  const database = new Database(place);
  const self = { project: schedule.project, region, name };
  const reach = new Reach(url, (fault) => complaints.about('the queue', fault));
  let isWorking = false;
  const alive = async () => {
    const queue = await reach.look(bell.identity);
    await complaints.of('the database', async () => {
      const commit = await commitOf(schedule.folder, { untracked: false });
      const about = {
        ...{ ...self, ...queue, capacity, busy: jobs.busy },
        ...{ version: io.version, commit_id: commit?.id ?? '' },
      };
      await database.ask((db) => beat(db, about));
      if (isWorking || queue.trouble !== '') return;
      isWorking = true;
      say(`${name} works for ${region}`);
    });
  };
  const jobs = new WorkerJobs({ file, region, name, capacity, history, database, complaints, say }, io);
  for (const fault of webhookFaults(schedule, io.local.env)) say(fault);
  const user = { url, project: schedule.project, tell: (fault?: Error) => reach.about(fault) };
  const bell = await listen(user, { region, capacity, stop: io.signal }, (id) => jobs.take(id));
  await complaints.of('the database', async () => {
    const fault = nameFault(await database.ask((db) => workersSeen(db, schedule.project)), self);
    if (fault !== undefined) say(fault);
  });
  const stopBeating = repeatedly(alive, BEAT);
  // Signs of life find what is wrong with the database; what is wrong with files is said of each job.
  const stopLooking = repeatedly(() => jobs.look().catch(() => {}), LOOK);
  try {
    if (!io.signal.aborted) await once(io.signal, 'abort');
    say(`stopping: ${counted(jobs.busy, 'job')} may end`);
  } finally {
    const closing = bell.close().catch(() => {});
    const looked = stopLooking();
    while (jobs.busy > 0) await sleep(100);
    // A sign of life that is still on its way would bring the row back.
    await Promise.all([stopBeating(), looked]);
    await Promise.race([closing, sleep(PATIENCE)]);
    await database.ask((db) => leave(db, self)).catch(() => {});
    await Promise.race([database.close(), sleep(PATIENCE)]);
  }
  say('stopped');
  return 0;
}

function noRegion(region: string | undefined, { regions }: { regions: ReadonlyMap<string, string> }): string {
  const known = [...regions.keys()];
  if (region === undefined) return `--region is missing. schedule.yaml has ${known.join(', ')}.`;
  const { hint = `It has ${known.join(', ')}.` } = didYouMean(region, known);
  return `schedule.yaml has no region ${region}. ${hint}`;
}
