import type { RunRecord } from '../../report/run-record.ts';
import type { KeptRun } from '../questions/kept-run.ts';
import type { RunSummary } from '../questions/runs.ts';
import { rolloutsOf } from './kept-rollouts.ts';

/** A run that is kept, as reports have it. */
export function runRecordOf(kept: KeptRun): RunRecord {
  const { run, hosts, tasks } = kept;
  const rollouts = rolloutsOf(kept);
  return {
    run: run.id,
    operator: `${run.operator}@${run.machine}`,
    playbook: run.playbooks.join(' '),
    mode: run.mode === 'run' ? 'apply' : run.mode,
    started: run.started,
    ended: run.ended ?? tasks.at(-1)?.ended ?? run.started,
    hosts,
    tasks,
    interrupted: run.exit_code === INTERRUPTED,
    ...(rollouts.length > 0 && { rollouts }),
  };
}

const INTERRUPTED = 130;

/** How a run ended; of one without an end the exit code of a shell for what SIGKILL ended. */
export function exitCodeOf({ exit_code: code }: RunSummary): number {
  return code ?? UNFINISHED;
}

const UNFINISHED = 137;
