import type { Outcome } from '../plan/outcome.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Unreachable } from '../transport/unreachable.ts';
import type { HostReads } from './host-reads.ts';
import type { Observations } from './script/observations.ts';
import type { Executed } from './task-result.ts';

/** Reads what tasks need; resolves to why the host is out of reach, where one of them goes on without it. */
export async function readUnlessAway(
  tasks: readonly ResolvedTask[],
  reads: HostReads,
  into: Observations,
): Promise<Unreachable | undefined> {
  try {
    await reads.observe(tasks, into);
    return undefined;
  } catch (error) {
    if (error instanceof Unreachable && tasks.some((task) => task.ignoreUnreachable)) return error;
    throw error;
  }
}

/** A task that came to this error. Source: `_process_pending_results` in `plugins/strategy/__init__.py` of Ansible 2.14. */
export function failedTask({ ignoreUnreachable }: ResolvedTask, outcome: Outcome): Executed {
  const { message: msg, status } = outcome;
  if (status !== 'unreachable') return { outcome, result: { changed: false, failed: true, msg } };
  const ignored = ignoreUnreachable && { ignored: true };
  return { outcome: { ...outcome, ...ignored }, result: { changed: false, unreachable: true, msg } };
}

/** Whether the host may be there again for the next task. */
export function mayReturn(came: Executed | 'interrupted'): boolean {
  return came !== 'interrupted' && came.outcome.status === 'unreachable' && came.outcome.ignored === true;
}
