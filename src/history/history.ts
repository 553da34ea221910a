import { Kysely, sql } from 'kysely';
import type { HistoryPlace } from './history-place.ts';
import { type Dialect, isMigrated, migrate } from './migrations.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

/** An open history; to be closed by `destroy()`. */
export type History = Kysely<Tables>;

/** Opens a history and brings its tables up to date. Rejects with the reason why that cannot be. */
export async function openHistory(place: Exclude<HistoryPlace, { kind: 'none' }>): Promise<History> {
  return patiently(async () => {
    const [dialect, db] = await connected(place);
    try {
      if (await isMigrated(db)) return db;
      await db.transaction().execute(async (transaction) => {
        // PostgreSQL lets two make the same table at once, and one of them fails.
        if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
        await migrate(transaction, dialect);
      });
      return db;
    } catch (error) {
      await db.destroy();
      throw error;
    }
  });
}

/** The number of our lock among the advisory locks of a database: "virt" in ASCII. */
const LOCK = 0x76697274;

/** The libraries of the two are loaded here: a run without a history does without them. */
async function connected(place: Exclude<HistoryPlace, { kind: 'none' }>): Promise<[Dialect, History]> {
  if (place.kind === 'postgres') {
    const { postgresDialect } = await import('./postgres.ts');
    return ['postgres', new Kysely<Tables>({ dialect: postgresDialect(place.url) })];
  }
  const { sqliteDialect } = await import('./sqlite.ts');
  return ['sqlite', new Kysely<Tables>({ dialect: sqliteDialect(place.path) })];
}
