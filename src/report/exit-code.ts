import type { Mode, Outcome, Status } from '../plan/outcome.ts';

/** What decides what an outcome means for the exit code. */
export interface Ending {
  mode: Mode;
  /** `run --check --exit-code`: differences are reported by the exit code. `drift` always does. */
  exitCode: boolean;
  interrupted?: boolean;
  /** Whether what is asked behind a wave did not pass. */
  gateFailed?: boolean;
}

/** The exit code of a run that reached its end; 1 (the user's mistake) and 70 (a bug) are decided elsewhere. */
export function exitCode(
  outcomes: readonly Pick<Outcome, 'status' | 'ignored' | 'rescued'>[],
  { mode, exitCode, interrupted, gateFailed }: Ending,
): 0 | 2 | 3 | 4 | 130 {
  if (interrupted) return 130;
  const tells = mode === 'drift' || (mode === 'check' && exitCode);
  const counted = outcomes.filter(
    ({ ignored, rescued, status }) => !(ignored || rescued) || status === 'lost',
  );
  const grades = new Set(counted.map(({ status }) => GRADES[status]));
  if (grades.has('failed') || gateFailed) return 2;
  const differs = tells && grades.has('differs');
  if (mode === 'drift' && differs) return 3;
  if (grades.has('unreachable')) return 4;
  return differs ? 3 : 0;
}

type Grade = 'fine' | 'differs' | 'failed' | 'unreachable';

/**
 * `lost` is a host that went away while it was written to, which nothing ignores; one that goes away earlier is
 * `unreachable`. What was not started has its reason in another outcome, or in an interruption.
 */
const GRADES: Readonly<Record<Status, Grade>> = {
  ok: 'fine',
  skipped: 'fine',
  changed: 'fine',
  'would-change': 'differs',
  blocked: 'failed',
  failed: 'failed',
  'not-converged': 'failed',
  reverted: 'failed',
  unreachable: 'unreachable',
  lost: 'failed',
  'not-started': 'fine',
};
