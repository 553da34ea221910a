import type { Kysely } from 'kysely';
import type { Rows } from './outcome-rows.ts';
import type { HostTable, Tables, WaveTable } from './tables.ts';

export const NO_ROWS: Rows = { tasks: [], outcomes: [], changes: [], downtimes: [] };

export function joined(some: Rows, more: Rows): Rows {
  return {
    tasks: [...some.tasks, ...more.tasks],
    outcomes: [...some.outcomes, ...more.outcomes],
    changes: [...some.changes, ...more.changes],
    downtimes: [...some.downtimes, ...more.downtimes],
  };
}

/** Rows of one statement: SQLite takes 32,766 values, PostgreSQL 65,535. */
const AT_ONCE = 500;

export async function insertRows(db: Kysely<Tables>, rows: Rows): Promise<void> {
  for (const some of chunks(rows.tasks)) await db.insertInto('tasks').values(some).execute();
  for (const some of chunks(rows.outcomes)) await db.insertInto('outcomes').values(some).execute();
  for (const some of chunks(rows.changes)) await db.insertInto('changes').values(some).execute();
  for (const some of chunks(rows.downtimes)) await db.insertInto('downtimes').values(some).execute();
}

/** Writes the rows of hosts over what was there of them. */
export async function upsertHosts(db: Kysely<Tables>, rows: readonly HostTable[]): Promise<void> {
  for (const some of chunks(rows))
    await db
      .insertInto('hosts')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['run', 'host']).doUpdateSet(({ ref }) => ({
          state: ref('excluded.state'),
          ok: ref('excluded.ok'),
          changed: ref('excluded.changed'),
          failed: ref('excluded.failed'),
          skipped: ref('excluded.skipped'),
          blocked: ref('excluded.blocked'),
          unreachable: ref('excluded.unreachable'),
          rescued: ref('excluded.rescued'),
          not_started: ref('excluded.not_started'),
        })),
      )
      .execute();
}

/** The same of waves. */
export async function upsertWaves(db: Kysely<Tables>, rows: readonly WaveTable[]): Promise<void> {
  for (const some of chunks(rows))
    await db
      .insertInto('waves')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['run', 'play', 'wave']).doUpdateSet(({ ref }) => ({
          what: ref('excluded.what'),
          hosts: ref('excluded.hosts'),
          failed: ref('excluded.failed'),
          state: ref('excluded.state'),
          message: ref('excluded.message'),
        })),
      )
      .execute();
}

/** Rows for one statement each: a statement for each row would wait for the network as often. */
export function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, index) =>
    rows.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}
