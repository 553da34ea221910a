/** What sqlite.ts uses of SQLite as Node has it; the types of Node 20 do not know it. */
declare module 'node:sqlite' {
  export type Values = readonly (null | number | bigint | string | Uint8Array)[];

  export class StatementSync {
    columns(): readonly unknown[];
    all(...values: Values): unknown[];
    iterate(...values: Values): IterableIterator<unknown>;
    run(...values: Values): { changes: number | bigint; lastInsertRowid: number | bigint };
  }

  export class DatabaseSync {
    constructor(path: string, options?: { timeout?: number });
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
