import { pause } from '../../plan/interrupts.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { ProblemError } from '../../problem.ts';
import type { Executed } from '../task-result.ts';
import { mistakes } from './mistakes.ts';

interface Waits {
  /** Ends the waiting. */
  signal: AbortSignal;
  /** Forgets what was read of the host. */
  lookAgain(): void;
}

type Attempt = () => Promise<Executed | 'interrupted'>;

/**
 * Does a task until `until` is true of its result, at most `retries` times more, `delay` seconds apart.
 * Source: `_execute` in `executor/task_executor.py` of Ansible 2.14.
 */
export async function repeated(
  { until, ignoreErrors, pause: before }: ResolvedTask,
  attempt: Attempt,
  { signal, lookAgain }: Waits,
): Promise<Executed | 'interrupted'> {
  // Between two items of a loop, as `loop_control` asks for.
  if (before !== undefined) {
    await pause(before * 1000, signal);
    if (signal.aborted) return 'interrupted';
  }
  if (!until) return attempt();
  const { verdict, retries, delay } = until;
  for (let attempts = 1; ; attempts += 1) {
    const executed = await attempt();
    if (executed === 'interrupted' || executed.result === 'unknown' || isGone(executed)) return executed;
    const result = { ...executed.result, attempts };
    try {
      const done = typeof verdict === 'boolean' ? verdict : verdict(result);
      if (done) return { ...executed, result };
      if (attempts > retries) {
        // As Ansible counts those of a task that gave up.
        const last = { ...executed, result: { ...result, attempts: Math.max(retries, 1) } };
        return gaveUp(last, attempts, ignoreErrors);
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return failure({ ...executed, result }, mistakes(error), ignoreErrors);
    }
    await pause(delay * 1000, signal);
    if (signal.aborted) return gaveUp({ ...executed, result }, attempts, ignoreErrors, BROKEN_OFF);
    lookAgain();
  }
}

function isGone({ outcome: { status } }: Executed): boolean {
  return status === 'lost' || status === 'unreachable' || status === 'blocked';
}

const BROKEN_OFF = ', and the run was interrupted';

function gaveUp(executed: Executed, attempts: number, ignores: boolean, more = ''): Executed {
  const { message } = executed.outcome;
  const said = `\`until\` is not true after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${more}.`;
  return failure(executed, message === undefined ? said : `${said}\n${message}`, ignores);
}

function failure({ outcome, result }: Executed, message: string, ignores: boolean): Executed {
  return {
    outcome: { ...outcome, status: 'failed', message, ...(ignores && { ignored: true }) },
    result: result === 'unknown' ? result : { msg: message, ...result, failed: true },
  };
}
