import type { TaskRecord } from '../../plan/task-record.ts';
import type { Found } from '../found-row.ts';
import type { History } from '../history.ts';
import { foundBy } from './found-by.ts';
import { outcomesOf } from './run-outcomes.ts';
import type { RunSummary } from './runs.ts';

/** A run as it is kept. */
export interface KeptRun {
  run: RunSummary;
  hosts: readonly string[];
  tasks: readonly TaskRecord[];
  /** What a drift check found that came to its end. */
  found?: Found;
}

/** A run with all that it reported. */
export async function keptRun(history: History, run: RunSummary): Promise<KeptRun> {
  const tasks = await outcomesOf(history, run);
  const hosts = await history.selectFrom('hosts').select('host').where('run', '=', run.number).execute();
  const found = run.mode === 'drift' ? await foundBy(history, run.number, tasks) : undefined;
  return { run, tasks, hosts: hosts.map(({ host }) => host), ...(found && { found }) };
}
