import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something that never rejects at once and again `pause` milliseconds after it ended, until the returned function is
 * called, which resolves when the last one has ended.
 */
export function repeatedly(work: () => Promise<void>, pause: number): () => Promise<void> {
  const over = new AbortController();
  const done = (async () => {
    while (!over.signal.aborted) {
      await work();
      await sleep(pause, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  return async () => {
    over.abort();
    await done;
  };
}
