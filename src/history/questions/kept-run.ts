import type { TaskRecord } from '../../plan/task-record.ts';
import type { Found } from '../found-row.ts';
import type { History } from '../history.ts';
import type { WaveTable } from '../tables.ts';
import { foundBy } from './found-by.ts';
import { outcomesOf } from './run-outcomes.ts';
import type { RunSummary } from './runs.ts';

/** A run as it is kept. */
export interface KeptRun {
  run: RunSummary;
  hosts: readonly string[];
  tasks: readonly TaskRecord[];
  /** In the order of the plays and their waves. */
  waves: readonly KeptWave[];
  /** What a drift check found that came to its end. */
  found?: Found;
}

/** A wave of a play, and how far it came. */
export interface KeptWave extends Pick<WaveTable, 'play' | 'wave' | 'what' | 'state' | 'message'> {
  hosts: readonly string[];
  failed: readonly string[];
}

/** A run with all that it reported. */
export async function keptRun(history: History, run: RunSummary): Promise<KeptRun> {
  const tasks = await outcomesOf(history, run);
  const hosts = await history.selectFrom('hosts').select('host').where('run', '=', run.number).execute();
  const found = run.mode === 'drift' ? await foundBy(history, run.number, tasks) : undefined;
  const waves = await wavesOf(history, run.number);
  return { run, tasks, hosts: hosts.map(({ host }) => host), waves, ...(found && { found }) };
}

async function wavesOf(history: History, run: number): Promise<KeptWave[]> {
  const rows = await history.selectFrom('waves').selectAll().where('run', '=', run).orderBy('wave').execute();
  return rows.map(({ run: _, hosts, failed, ...wave }) => ({
    ...wave,
    hosts: JSON.parse(hosts) as string[],
    failed: JSON.parse(failed) as string[],
  }));
}
