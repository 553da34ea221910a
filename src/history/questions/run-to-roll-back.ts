import type { History } from '../history.ts';
import { findRun } from './find-run.ts';
import { type RunSummary, runSummary } from './runs.ts';

const ROLLBACK = 'rollback of run ';

/** What a rollback of this run has in place of its playbooks. */
export function rollbackOf(run: number): string {
  return `${ROLLBACK}${run}`;
}

/** The number of the run that a run rolled back; undefined of a run of playbooks. */
export function rolledBackBy({ playbooks: [name = ''] }: Pick<RunSummary, 'playbooks'>): number | undefined {
  return name.startsWith(ROLLBACK) ? Number(name.slice(ROLLBACK.length)) : undefined;
}

const ID = /^[0-9a-f-]{36}$/;

/** A run that wrote, with the hosts that it met. */
export interface RunThatWrote {
  run: RunSummary;
  /** With whether the run may have changed something there. */
  hosts: readonly { host: string; isTouched: boolean }[];
}

/**
 * The run that a word means: as of `findRun`, but `last` is the last that wrote something. Throws a sentence where there
 * is none, and of one that wrote nothing.
 */
export async function runToRollBack(history: History, word: string): Promise<RunThatWrote> {
  const number = word === 'last' ? await lastThatWrote(history) : await findRun(history, word);
  const run = await runSummary(history, number);
  if (run.mode !== 'run') throw new Error(`Run ${number} was a check: it wrote nothing.`);
  // It becomes a path on each host, and others may write to a history that is shared.
  if (!ID.test(run.id)) throw new Error(`Run ${number} has an id that no run of Virtfleet has.`);
  const rows = await history
    .selectFrom('hosts')
    .select(['host', 'state', 'changed'])
    .where('run', '=', number)
    .execute();
  const hosts = rows.map(({ host, state, changed }) => ({
    host,
    isTouched: changed > 0 || state === null || UNSURE.some((unsure) => unsure === state),
  }));
  return { run, hosts };
}

async function lastThatWrote(history: History): Promise<number> {
  const run = await history
    .selectFrom('runs')
    .innerJoin('hosts', 'hosts.run', 'runs.number')
    .select('runs.number')
    .where('runs.mode', '=', 'run')
    .where((is) =>
      is.or([is('hosts.changed', '>', 0), is('hosts.state', 'is', null), is('hosts.state', 'in', UNSURE)]),
    )
    .orderBy('runs.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!run) throw new Error('No run is kept that wrote anything.');
  return run.number;
}

/** A host that ended so may have been written to, even though nothing counts as changed. */
const UNSURE = ['lost', 'failed'] as const;
