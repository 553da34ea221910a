import type { History } from '../history.ts';
import { type RunSummary, runSummary } from './runs.ts';

/** What the history has of a scheduled check. */
export interface LastChecks {
  /** The last that began. */
  last?: RunSummary;
  /** The last that came to its end. */
  happened?: RunSummary;
}

/** Exit codes of a check that looked at its hosts, whatever it found. */
const CHECKED = [0, 2, 3, 4] as const;

/** The last checks that were kept as `schedule`. */
export async function lastChecks(history: History, schedule: string): Promise<LastChecks> {
  const runs = history
    .selectFrom('runs')
    .select('number')
    .where('schedule', '=', schedule)
    .orderBy('number', 'desc')
    .limit(1);
  const last = await runs.executeTakeFirst();
  const happened = await runs
    .where('ended', 'is not', null)
    .where('exit_code', 'in', CHECKED)
    .executeTakeFirst();
  return {
    ...(last && { last: await runSummary(history, last.number) }),
    ...(happened && { happened: await runSummary(history, happened.number) }),
  };
}
