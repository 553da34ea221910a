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

/** A worker, and whether it gave a sign of life. */
export interface SeenWorker extends WorkerTable {
  isThere: boolean;
}

export async function workersSeen(history: History, project: string): Promise<SeenWorker[]> {
  const since = later(await databaseNow(history), -SILENCE);
  const rows = await history
    .selectFrom('workers')
    .selectAll()
    .where('project', '=', project)
    .orderBy('region')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, isThere: row.seen >= since }));
}
