import { createHash } from 'node:crypto';
import { settledChecks } from '../../controllers/alarms.ts';
import type { Database } from '../../controllers/database.ts';
import { controllerMetrics, databaseMetrics } from '../../controllers/metrics.ts';
import type { Queue } from '../../controllers/queue.ts';
import { workersSeen } from '../../controllers/workers.ts';
import { within } from '../../history/patience.ts';
import { type Shown, type Site, WELL } from '../../serve/answer.ts';
import { historySite } from '../report/site.ts';
import type { Schedule } from '../schedule/schedule-file.ts';
import { overview } from './overview.ts';
import { QUEUE, schedulesOf } from './tick.ts';
import type { Watch } from './watch.ts';

interface Showing {
  database: Database;
  queue: Queue;
  watch: Pick<Watch, 'alarms' | 'isWell'>;
  /** As it is now: it is read again and again. */
  schedule: () => Schedule;
}

/** Milliseconds for metrics: Prometheus waits for 10 s and takes none then, and no alarm either. */
const PROMPT = 4_000;

/** The pages of a server: `/` how checks and workers stand, `/runs` the history, `/metrics` and `/health` for programs. */
export function controllerSite({ database, queue, watch, schedule }: Showing, virtfleet: string): Site {
  const metrics = async (): Promise<Shown> => {
    const { project, regions } = schedule();
    const about = { project, schedules: schedulesOf(schedule()) };
    const [queued, stored] = await Promise.all([
      within(queue.counts([...regions.keys()]), PROMPT).catch(() => undefined),
      // What does not answer the server itself would only hold up the rest.
      watch.isWell
        ? within(
            database.ask((history) => databaseMetrics(history, about)),
            PROMPT,
          ).catch(() => undefined)
        : undefined,
    ]);
    const text = controllerMetrics({ alarms: watch.alarms, queued }, stored);
    return { version: String(Date.now()), type: METRICS, html: async () => text };
  };
  const home = async (): Promise<Shown> => {
    const [settled, workers] = await database.ask(
      async (history) =>
        [
          await settledChecks(history, schedulesOf(schedule())),
          await workersSeen(history, schedule().project),
        ] as const,
    );
    const version = JSON.stringify([
      settled,
      workers.map(({ seen: _, silence: __, ...rest }) => rest),
      [...watch.alarms],
    ]);
    const key = createHash('sha256').update(version).digest('base64url');
    const html = async () =>
      overview({ settled, workers, alarms: watch.alarms, project: schedule().project, version: `"${key}"` });
    return { version: key, html };
  };
  return async (path) => {
    if (path === '/') return home();
    if (path === '/metrics') return metrics();
    if (path !== '/health') return database.ask((history) => kept(history, path));
    return { version: '', html: async () => health(watch) };
  };
  async function kept(history: Parameters<typeof historySite>[0], path: string): Promise<Shown | undefined> {
    const shown = await historySite(history, virtfleet)(path);
    // A connection may be another one later: the page is made with this.
    const page = await shown?.html();
    return shown && { version: shown.version, html: async () => page ?? '' };
  }
}

/** For everybody: it has no address and no name. */
function health({ isWell, alarms }: Showing['watch']): string {
  if (!isWell) return 'the database does not answer';
  return alarms.has(QUEUE) ? 'the queue does not answer' : WELL;
}

const METRICS = 'text/plain; version=0.0.4; charset=utf-8';
