import type { WorkerTable } from '../history/controller-tables.ts';
import type { History } from '../history/history.ts';
import { databaseNow, later } from './database-clock.ts';

/** Milliseconds between two signs of life. */
export const BEAT = 5_000;
/** Milliseconds without one after which a worker counts as gone. */
export const SILENCE = 30_000;

/** A sign of life of a worker. */
export async function beat(history: History, worker: Omit<WorkerTable, 'seen'>): Promise<void> {
  const row = { ...worker, seen: await databaseNow(history) };
  await history
    .insertInto('workers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['project', 'region', 'name']).doUpdateSet(row))
    .execute();
}

/** Milliseconds after its last sign in which a worker of the same name is surely another one, or was killed just now. */
const RECENT = 2 * BEAT;

/** What a worker that begins has to know of others of its name; undefined for nothing. */
export function nameFault(
  workers: readonly SeenWorker[],
  { name, region }: Pick<WorkerTable, 'name' | 'region'>,
): string | undefined {
  const other = workers.find((one) => one.name === name && one.silence <= RECENT);
  if (!other) return undefined;
  const sure = other.region === region ? 'If it still runs, give' : 'Give';
  return `a worker of ${other.region} is called ${name}, too. ${sure} each a --name of its own: the history cannot tell them apart.`;
}

/** A worker that stops says so. */
export async function leave(
  history: History,
  { project, region, name }: Pick<WorkerTable, 'project' | 'region' | 'name'>,
): Promise<void> {
  await history
    .deleteFrom('workers')
    .where('project', '=', project)
    .where('region', '=', region)
    .where('name', '=', name)
    .execute();
}

/** Milliseconds for which a worker that gives none is still spoken of. */
const SPOKEN_OF = 3_600_000;

/** A worker, how many milliseconds ago it gave its last sign of life, and whether that is not too long ago. */
export interface SeenWorker extends WorkerTable {
  silence: number;
  isThere: boolean;
}

/** The workers of a project; who gave no sign of life for an hour is none of them. */
export async function workersSeen(history: History, project: string): Promise<SeenWorker[]> {
  const now = await databaseNow(history);
  const rows = await history
    .selectFrom('workers')
    .selectAll()
    .where('project', '=', project)
    .where('seen', '>=', later(now, -SPOKEN_OF))
    .orderBy('region')
    .orderBy('name')
    .execute();
  return rows.map((row) => {
    const ago = Date.parse(now) - Date.parse(row.seen);
    // Somebody else wrote what is no time, or one to come: it is no sign of life.
    const silence = ago >= -SILENCE ? Math.max(0, ago) : SPOKEN_OF;
    return { ...row, silence, isThere: silence <= SILENCE };
  });
}
