import { sql } from 'kysely';
import type { History } from '../history/history.ts';

/** The clock that all controllers share, as ISO 8601: their own may differ. */
export async function databaseNow(history: History): Promise<string> {
  const { rows } = await sql<{ now: Date | string }>`select current_timestamp as now`.execute(history);
  const now = rows[0]?.now ?? '';
  return new Date(typeof now === 'string' ? `${now.replace(' ', 'T')}Z` : now).toISOString();
}

/** A time so many milliseconds later. */
export function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}
