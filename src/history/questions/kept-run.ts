import type { TaskRecord } from '../../plan/task-record.ts';
import type { History } from '../history.ts';
import { outcomesOf } from './run-outcomes.ts';
import type { RunSummary } from './runs.ts';

/** A run as it is kept. */
export interface KeptRun {
  run: RunSummary;
  hosts: readonly string[];
  tasks: readonly TaskRecord[];
}

/** A run with all that it reported. */
export async function keptRun(history: History, run: RunSummary): Promise<KeptRun> {
  const tasks = await outcomesOf(history, run);
  const hosts = await history.selectFrom('hosts').select('host').where('run', '=', run.number).execute();
  return { run, tasks, hosts: hosts.map(({ host }) => host) };
}
