import { sql } from 'kysely';
import type { History } from '../history.ts';
import { type RunSummary, runSummaries } from './runs.ts';

/** What makes two drift checks the same. */
const SAME = ['schedule', 'playbooks', 'inventory', 'limit_pattern', 'tags', 'skip_tags'] as const;

const NEWEST = sql<number>`max(number)`;

/** Checks that are told: those that ended last. */
const MOST = 100;

/** Runs that are looked at: browsers ask every few seconds, and a history may have far more. */
const RECENT = 10_000;

/** The newest of each drift check that has ended, newest first, among the last 10,000 runs. */
export async function newestChecks(history: History): Promise<RunSummary[]> {
  const rows = await history
    .selectFrom('runs')
    .select(NEWEST.as('number'))
    .where(sql<boolean>`number > (select max(number) from runs) - ${RECENT}`)
    .where('mode', '=', 'drift')
    .where('ended', 'is not', null)
    .groupBy(SAME)
    .orderBy(NEWEST, 'desc')
    .limit(MOST)
    .execute();
  return runSummaries(
    history,
    rows.map(({ number }) => number),
  );
}
