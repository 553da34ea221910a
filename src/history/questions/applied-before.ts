import { existsSync } from 'node:fs';
import { type History, openHistory } from '../history.ts';
import type { HistoryPlace } from '../history-place.ts';

/**
 * The run that applied a saved plan and wrote to a host, as the history at `place` knows it. A history that does not
 * answer knows none: what counts is the mark on the hosts.
 */
export async function appliedBefore(
  place: HistoryPlace,
  plan: string,
): Promise<{ run: number; started: string } | undefined> {
  if (place.kind === 'none' || (place.kind === 'file' && !existsSync(place.path))) return undefined;
  let history: History | undefined;
  try {
    history = await openHistory(place);
    return await history
      .selectFrom('runs')
      .select(['number as run', 'started'])
      .where('saved_plan', '=', plan)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('hosts')
            .select('hosts.run')
            .whereRef('hosts.run', '=', 'runs.number')
            .where('state', 'in', ['changed', 'failed', 'lost']),
        ),
      )
      .executeTakeFirst();
  } catch {
    return undefined;
  } finally {
    await history?.destroy();
  }
}
