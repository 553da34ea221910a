import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a history may keep somebody waiting. */
export const PATIENCE = 5_000;
/** Milliseconds between two attempts. */
const PAUSE = 10;

/**
 * Tries again while somebody else holds the lock of an SQLite file, for `patience` milliseconds. The wait of SQLite
 * itself would hold up every host of the run.
 */
export async function patiently<T>(work: () => Promise<T>, patience = PATIENCE): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await sleep(PAUSE);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));
}

/** Rejects when something takes longer, whatever becomes of it. */
export async function within<T>(work: Promise<T>, patience = PATIENCE): Promise<T> {
  const over = new AbortController();
  const late = sleep(patience, undefined, { signal: over.signal }).then(() => {
    throw new Error(`It did not answer within ${patience / 1_000} s.`);
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => over.abort());
}
