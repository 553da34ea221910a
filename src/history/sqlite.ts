import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import { networkFileSystem } from './network-folder.ts';

/**
 * Opens a file of SQLite, made when it is missing: for its owner alone, in a folder for its owner alone. Throws a
 * sentence for a file that several machines may write.
 */
export function sqliteDialect(path: string): SqliteDialect {
  makePlace(path);
  const database = new Database(path);
  try {
    // A killed process loses nothing of a write-ahead log; a power failure what is not checkpointed.
    database.exec('pragma journal_mode=wal; pragma synchronous=normal');
  } catch (error) {
    database.close();
    throw error;
  }
  return new ImmediateDialect(database);
}

function makePlace(path: string): void {
  const folder = dirname(path);
  makeFolder(folder);
  const shared = networkFileSystem(statfsSync(folder).type);
  if (shared)
    throw new Error(`${folder} is on ${shared}, where SQLite can damage it: name a file on a local disk.`);
  makePrivately(path);
}

/** Node's own `recursive` never comes back where a file system has no new folders, as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    // Somebody else was faster.
    if (!existsSync(folder)) throw error;
  }
}

/** SQLite gives the files beside it the same mode. */
function makePrivately(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Its transactions take the lock first: one that reads first and then writes is refused when somebody wrote between.
 * What writes has to be in one.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database);
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  /** libsql leaves the log as it is when it closes: a power failure would take what is only in there. */
  override async destroy(): Promise<void> {
    const connection = await this.acquireConnection();
    try {
      await connection.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(passive)'));
    } finally {
      await this.releaseConnection();
      await super.destroy();
    }
  }

  /**
   * Not as a statement: one of libsql that somebody's lock refuses stays in progress until it is collected as garbage,
   * and no transaction of the connection can be committed before that (tursodatabase/libsql-client-ts#352, 0.5.29).
   */
  override async beginTransaction(): Promise<void> {
    this.#database.exec('begin immediate');
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // With the disk full SQLite has rolled back by itself; the error says why.
    await super.rollbackTransaction(connection).catch(() => {});
  }
}

/** Locks a file until it is let go of, or this process ends; undefined while another process has it locked. */
export function holdFile(path: string): (() => Promise<void>) | undefined {
  makePlace(path);
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('begin exclusive');
    return async () => {
      database.close();
    };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
