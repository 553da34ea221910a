import { sql } from 'kysely';
import type { History } from '../history.ts';

/** States of a host that was not checked to its end. */
const UNCHECKED = ['not-started', 'unreachable', 'blocked', 'failed', 'lost'] as const;

/**
 * When the last run before `run` (a number) ended that had the same playbooks, inventory and mode, and came to the end
 * of all of its hosts (ISO 8601).
 */
export async function lastSuccess(history: History, run: number): Promise<string | undefined> {
  const row = await history
    .selectFrom('runs')
    .innerJoin('runs as this', (join) =>
      join
        .onRef('this.playbooks', '=', 'runs.playbooks')
        .onRef('this.inventory', '=', 'runs.inventory')
        .onRef('this.mode', '=', 'runs.mode')
        .on('this.number', '=', run),
    )
    .where('runs.number', '<', run)
    .where('runs.exit_code', 'in', [0, 3])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('hosts')
            .select('hosts.run')
            .whereRef('hosts.run', '=', 'runs.number')
            .where(({ or, eb }) => or([eb('state', 'is', null), eb('state', 'in', UNCHECKED)])),
        ),
      ),
    )
    .select(sql<string>`runs.ended`.as('ended'))
    .orderBy('runs.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ended;
}
