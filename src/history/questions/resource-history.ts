import type { ChangeRecord } from '../../plan/task-record.ts';
import { grouped } from '../grouped.ts';
import type { History } from '../history.ts';
import type { RunMode } from '../tables.ts';
import { outcomesAt } from './outcomes-at.ts';
import { changeOf } from './run-outcomes.ts';

/** What one run found or did on one host at one resource. */
export interface Sighting {
  run: number;
  mode: RunMode;
  /** When the run began. */
  time: string;
  /** `name@machine`. */
  by: string;
  commit: string | null;
  status: string;
  message: string | null;
  changes: readonly ChangeRecord[];
}

/** Runs by their numbers: from one on, before another. */
export interface RunRange {
  from: number;
  before: number;
}

const ALL: RunRange = { from: 0, before: Number.MAX_SAFE_INTEGER };

/** What runs say of a resource of a host, such as `network default`; oldest first. */
export async function sightingsOf(
  history: History,
  host: string,
  resource: string,
  { from, before }: RunRange = ALL,
): Promise<Sighting[]> {
  const outcomes = outcomesAt(history, host, resource)
    .where('tasks.run', '>=', from)
    .where('tasks.run', '<', before);
  const rows = await outcomes
    .innerJoin('runs', 'runs.number', 'tasks.run')
    .select(['outcomes.run', 'seq', 'mode', 'runs.started', 'operator', 'machine', 'commit_id'])
    .select(['status', 'message'])
    .orderBy('outcomes.run')
    .orderBy('seq')
    .execute();
  const changes = await outcomes
    .innerJoin('changes', (join) =>
      join.onRef('changes.run', '=', 'outcomes.run').onRef('changes.seq', '=', 'outcomes.seq'),
    )
    .selectAll('changes')
    .orderBy('changes.run')
    .orderBy('changes.seq')
    .orderBy('position')
    .execute();
  const ofOutcome = grouped(changes, ({ run, seq }) => `${run} ${seq}`);
  return rows.map(({ run, seq, mode, started, operator, machine, commit_id, status, message }) => ({
    run,
    mode,
    time: started,
    by: `${operator}@${machine}`,
    commit: commit_id,
    status,
    message,
    changes: (ofOutcome.get(`${run} ${seq}`) ?? []).map(changeOf),
  }));
}

/** The resources of a host, and in how many runs each is. */
export async function resourcesOf(history: History, host: string): Promise<string[]> {
  const rows = await history
    .selectFrom('outcomes')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.run', '=', 'outcomes.run').onRef('tasks.task', '=', 'outcomes.task'),
    )
    .where('outcomes.host', '=', host)
    .select('resource')
    .distinct()
    .orderBy('resource')
    .execute();
  return rows.map(({ resource }) => resource);
}
