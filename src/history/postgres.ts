import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { PATIENCE } from './patience.ts';

/** Opens a database of PostgreSQL; user, password and more come from the URL, PG* variables and ~/.pgpass, as with psql. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'virtfleet',
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  // A connection that breaks while nobody uses it shows at the next query.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
