import { statSync } from 'node:fs';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import pgpass from 'pgpass';
import helper from 'pgpass/lib/helper.js';

/** What a password is asked for. */
type Asked = Parameters<typeof pgpass>[0];

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
  // As libpq: a file that others may read does not count.
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && (mode & 0o077) !== 0)
    throw new Error(`${file} is not used, because other users may read it: chmod 600 ${file}`);
  const found = await new Promise<string | undefined>((resolve) => pgpass(asked, resolve));
  if (found !== undefined) return found;
  const line = [host, port, database, user, 'PASSWORD'].join(':');
  const why = mode === undefined ? 'is not there' : 'has no line for it';
  throw new Error(
    `the user ${user} needs a password for the database ${database} at ${host}, and ${file} ${why}. Write one: ${line}`,
  );
}
