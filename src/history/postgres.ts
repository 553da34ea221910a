import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { PATIENCE } from './patience.ts';
import { postgresLogin } from './postgres-login.ts';

/**
 * Lets the database find out within half a minute that a client is cut off, and give up its locks. Otherwise that takes
 * two hours (tcp_keepalives_idle).
 */
const FORGETTING = `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
  set tcp_user_timeout = 25000; set idle_in_transaction_session_timeout = 15000`;

/** Opens a database of PostgreSQL. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    ...postgresLogin(url),
    max: 1,
    application_name: 'virtfleet',
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  // A connection that breaks while nobody uses it shows at the next query.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    // So does one that breaks in the middle: without a listener it would end the process.
    client.on('error', () => {});
    // One of which this is refused does without it.
    client.query(FORGETTING).catch(() => {});
  });
  return new PostgresDialect({ pool });
}

/** Takes an advisory lock for as long as a session of its own lasts; undefined while another session has it. */
export async function holdInPostgres(url: string, key: bigint): Promise<(() => Promise<void>) | undefined> {
  const client = new pg.Client({
    ...postgresLogin(url),
    application_name: 'virtfleet',
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  // A connection that breaks takes its lock with it; the check goes on.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [String(key)]);
    if (rows[0]?.held) return () => client.end();
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  return undefined;
}
