import type { Outcome } from '../../plan/outcome.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Executed } from '../task-result.ts';
import { decide } from './decide.ts';

/** What a playbook may judge: whether the host did it, and not whether it could be reached. */
const JUDGED: ReadonlySet<Outcome['status']> = new Set([
  'ok',
  'changed',
  'would-change',
  'failed',
  'not-converged',
]);

/**
 * What `failed_when` and `changed_when` make of a task that looks again at what it did. Of a program nobody else knows
 * what it did: that was judged when it ended.
 */
export function judged(task: ResolvedTask, executed: Executed): Executed {
  const { outcome, result } = executed;
  const { changedWhen = task.uncounted ? false : undefined, failedWhen } = task;
  const says = changedWhen !== undefined || failedWhen !== undefined;
  if (!says || task.definition.opaque || result === 'unknown' || !JUDGED.has(outcome.status)) return executed;
  const changed = outcome.status === 'changed' || outcome.status === 'would-change';
  const said = { changedWhen: changedWhen ?? changed, ...(failedWhen !== undefined && { failedWhen }) };
  const decision = decide(said, result.failed === true, result);
  if ('mistake' in decision) return failed(task, executed, decision.mistake);
  if (decision.failed && result.failed !== true)
    return failed(task, executed, 'failed_when calls this a failure.');
  if (decision.failed) return executed;
  const { ignored: _, ...rest } = outcome;
  const status = !decision.changed ? 'ok' : outcome.status === 'would-change' ? 'would-change' : 'changed';
  return { outcome: { ...rest, status }, result: { ...result, failed: false, changed: decision.changed } };
}

function failed(task: ResolvedTask, { outcome, result }: Executed, message: string): Executed {
  const ignored = task.ignoreErrors && { ignored: true };
  return {
    outcome: { ...outcome, status: 'failed', message, ...ignored },
    result:
      result === 'unknown' ? result : { msg: message, ...result, failed: true, failed_when_result: true },
  };
}
