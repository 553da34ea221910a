import { createHash } from 'node:crypto';
import type { HistoryPlace } from './history-place.ts';

/** Lets go of what was held. */
export type Release = () => Promise<void>;

/**
 * Holds the check `id` for this process: two of the same history never run at once. Undefined while another holds it.
 * It is a lock of the kernel on a file beside the history, or of a session of PostgreSQL, and goes with its process.
 * Rejects with the reason why nothing can be held.
 */
export async function holdCheck(
  place: Exclude<HistoryPlace, { kind: 'none' }>,
  id: string,
): Promise<Release | undefined> {
  const digest = createHash('sha256').update(id).digest();
  if (place.kind === 'postgres') {
    const { holdInPostgres } = await import('./postgres.ts');
    return holdInPostgres(place.url, digest.readBigInt64BE());
  }
  const { holdFile } = await import('./sqlite.ts');
  return holdFile(`${place.path}.${digest.toString('hex').slice(0, 8)}.lock`);
}
