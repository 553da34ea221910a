import { sql } from 'kysely';
import type { History } from '../history.ts';
import type { HostState, RunMode } from '../tables.ts';

/** What one run did on a host. */
export interface HostVisit {
  run: number;
  mode: RunMode;
  started: string;
  /** `name@machine`. */
  by: string;
  /** Null of a run that did not come to the end of this host. */
  state: HostState | null;
  /** What it changed, or would have. */
  changes: readonly { resource: string; what: string }[];
}

/** The runs that a host was in, newest first. */
export async function visitsOf(history: History, host: string, since: string | undefined, limit: number) {
  let query = history
    .selectFrom('hosts')
    .innerJoin('runs', 'runs.number', 'hosts.run')
    .where('hosts.host', '=', host)
    .select(['hosts.run', 'mode', 'started', 'operator', 'machine', 'state'])
    .orderBy('hosts.run', 'desc')
    .limit(limit);
  if (since !== undefined) query = query.where('started', '>=', since);
  const rows = await query.execute();
  const changes = await changesOf(
    history,
    host,
    rows.map(({ run }) => run),
  );
  return rows.map(
    ({ run, mode, started, operator, machine, state }): HostVisit => ({
      run,
      mode,
      started,
      by: `${operator}@${machine}`,
      state,
      changes: changes.filter((one) => one.run === run).map(({ resource, what }) => ({ resource, what })),
    }),
  );
}

async function changesOf(history: History, host: string, runs: readonly number[]) {
  if (runs.length === 0) return [];
  return history
    .selectFrom('outcomes')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.run', '=', 'outcomes.run').onRef('tasks.task', '=', 'outcomes.task'),
    )
    .innerJoin('changes', (join) =>
      join.onRef('changes.run', '=', 'outcomes.run').onRef('changes.seq', '=', 'outcomes.seq'),
    )
    .where('outcomes.host', '=', host)
    .where('outcomes.run', 'in', runs)
    .where('status', 'in', ['changed', 'would-change'])
    .select(['outcomes.run', 'resource', 'what'])
    .orderBy('outcomes.run')
    .orderBy('outcomes.seq')
    .orderBy('position')
    .execute();
}

/** The last time a run found all of a host as described, or brought it there. */
export async function lastInStep(history: History, host: string) {
  return history
    .selectFrom('hosts')
    .innerJoin('runs', 'runs.number', 'hosts.run')
    .where('hosts.host', '=', host)
    .where('state', 'in', ['ok', 'changed'])
    .where(sql<boolean>`ok + changed > 0`)
    .select(['hosts.run', 'started as time'])
    .orderBy('hosts.run', 'desc')
    .limit(1)
    .executeTakeFirst();
}
