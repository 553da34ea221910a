import type { History } from '../history.ts';
import { findRun } from './find-run.ts';
import { type RunSummary, runSummary } from './runs.ts';

/** A run that wrote, with the hosts that it met. */
export interface RunThatWrote {
  run: RunSummary;
  /** With whether the run may have changed something there. */
  hosts: readonly { host: string; isTouched: boolean }[];
}

/**
 * The run that a word means: as of `findRun`, but `last` is the last that was no check. Throws a sentence where there
 * is none, and of one that wrote nothing.
 */
export async function runToTakeBack(history: History, word: string): Promise<RunThatWrote> {
  const number = word === 'last' ? await lastThatWrote(history) : await findRun(history, word);
  const run = await runSummary(history, number);
  if (run.mode !== 'run') throw new Error(`Run ${number} was a check: it wrote nothing.`);
  const rows = await history
    .selectFrom('hosts')
    .select(['host', 'state', 'changed'])
    .where('run', '=', number)
    .execute();
  const hosts = rows.map(({ host, state, changed }) => ({
    host,
    isTouched: changed > 0 || state === null || state === 'lost' || state === 'failed',
  }));
  return { run, hosts };
}

async function lastThatWrote(history: History): Promise<number> {
  const run = await history
    .selectFrom('runs')
    .select('number')
    .where('mode', '=', 'run')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!run) throw new Error('No run is kept that was no check.');
  return run.number;
}
