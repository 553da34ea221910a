import { DatabaseSync, type Values } from 'node:sqlite';

/**
 * What history/sqlite.ts uses of libsql, with the SQLite that is part of Node: an executable cannot load a native library
 * that is inside of it.
 */
export default class Database {
  readonly #database: DatabaseSync;

  constructor(path: string, options: { timeout?: number } = {}) {
    this.#database = named(() => new DatabaseSync(path, options));
  }

  exec(sql: string): void {
    named(() => this.#database.exec(sql));
  }

  prepare(sql: string) {
    const statement = named(() => this.#database.prepare(sql));
    return {
      reader: statement.columns().length > 0,
      all: (values: Values) => named(() => statement.all(...values)),
      iterate: (values: Values) => statement.iterate(...values),
      run: (values: Values) => named(() => statement.run(...values)),
    };
  }

  close(): void {
    this.#database.close();
  }
}

/** Names of result codes that somebody asks for: https://www.sqlite.org/rescode.html */
const CODES: Readonly<Record<number, string>> = { 5: 'SQLITE_BUSY', 6: 'SQLITE_LOCKED' };

/** Does something with errors that have the name of their result code, as those of libsql. */
function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code =
      error instanceof Error && 'errcode' in error ? CODES[Number(error.errcode) & 0xff] : undefined;
    throw code === undefined ? error : Object.assign(error as Error, { code });
  }
}
