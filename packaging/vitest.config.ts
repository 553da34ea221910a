import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests of the history, with the SQLite that an executable has: for a Node that has it. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  resolve: { alias: { libsql: join(import.meta.dirname, 'executable/sqlite.ts') } },
  test: {
    include: ['test/history/**/*.test.ts'],
    // It kills processes of the checkout, which have libsql.
    exclude: ['test/history/killed.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
