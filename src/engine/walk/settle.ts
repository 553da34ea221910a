import type { HostTree, PendingTask } from '../../playbook/resolve/resolved-play.ts';
import { ProblemError } from '../../problem.ts';
import { type Executed, outcomeOf } from '../task-result.ts';
import { mistakes } from './mistakes.ts';
import type { Registered } from './registered.ts';

/** The tasks that a task came to, or what is wrong in it with what was registered. */
export function settle(
  task: PendingTask,
  registered: Registered,
  host: string,
): Executed | { instead: readonly HostTree[] } {
  const unknown = task.needs.filter((name) => registered.get(name) === 'unknown');
  if (unknown.length > 0) {
    registered.lose(task.sets);
    const message = `only a real run tells what ${unknown.join(', ')} will be`;
    const outcome = outcomeOf(host, task, { status: 'skipped', message, unverified: true });
    return { outcome, result: 'unknown' };
  }
  const values = Object.fromEntries(task.needs.flatMap((name) => known(name, task, registered)));
  try {
    return { instead: task.settle(values) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const msg = mistakes(error);
    const outcome = outcomeOf(host, task, { status: 'failed', message: msg });
    return { outcome, result: { changed: false, failed: true, msg } };
  }
}

/** What a name holds; one that nothing has set is what it was. */
function known(name: string, { settable }: PendingTask, registered: Registered): [string, unknown][] {
  if (settable.has(name) && !registered.has(name)) return [];
  const held = registered.get(name);
  return held === 'unknown' ? [] : [[name, held.value]];
}
