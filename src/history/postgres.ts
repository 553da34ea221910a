import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import helper from 'pgpass/lib/helper.js';
import { secretFileText } from '../secret-file.ts';
import { PATIENCE } from './patience.ts';

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

/** What a password is asked for. */
type Asked = Parameters<typeof helper.getPassword>[0];

/**
 * How PostgreSQL is logged in to. User, password and more come from the URL, PG* variables and ~/.pgpass, as with psql.
 * pg itself is about to read ~/.pgpass no longer, and warns of that whenever it does.
 */
export function postgresLogin(url: string): pg.ClientConfig {
  // pg hands over what it has asked for in the end; its types do not say so.
  const ask = passwordOf as () => Promise<string>;
  // A client that never connects knows what the URL and PGPASSWORD have.
  const { password } = new pg.Client({ connectionString: url });
  return { ...parseIntoClientConfig(url), password: password || ask };
}

/** Rejects with what to write where, when a server asks for a password and nobody has one. */
async function passwordOf(asked: Asked): Promise<string> {
  const { host, port, database, user } = asked;
  const file = helper.getFileName();
  const isThere = existsSync(file);
  if (isThere) {
    const lines = Readable.from([linesOf(file)]);
    // Not what pgpass does with the path: it takes no file of root, which its group may read.
    const found = await new Promise<string | undefined>((resolve) =>
      helper.getPassword(asked, lines, resolve),
    );
    if (found !== undefined) return found;
  }
  const line = [host, port, database, user, 'PASSWORD'].join(':');
  const why = isThere ? 'has no line for it' : 'is not there';
  throw new Error(
    `the user ${user} needs a password for the database ${database} at ${host}, and ${file} ${why}. Write one: ${line}`,
  );
}

function linesOf(file: string): string {
  try {
    return secretFileText(file);
  } catch (error) {
    throw new Error(`${file} is not used: ${error instanceof Error ? error.message : error}`);
  }
}
