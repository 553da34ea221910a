import type { History } from '../history.ts';
import { outcomesAt } from './outcomes-at.ts';
import { sightingsOf } from './resource-history.ts';
import { type Episode, timeline } from './timeline.ts';

/** Runs that are looked at: four days of hourly checks. */
const RUNS = 100;

/** The life of a resource of a host in its latest runs before `before` (a run's number), oldest first. */
export async function recentLife(
  history: History,
  { host, resource }: { host: string; resource: string },
  before: number,
): Promise<Episode[]> {
  const oldest = await outcomesAt(history, host, resource)
    .where('tasks.run', '<', before)
    .select('tasks.run')
    .orderBy('tasks.run', 'desc')
    .offset(RUNS - 1)
    .limit(1)
    .executeTakeFirst();
  return timeline(await sightingsOf(history, host, resource, { from: oldest?.run ?? 0, before }));
}
