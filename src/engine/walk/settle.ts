import { START } from '../../playbook/peers/order.ts';
import { isLive, isShared, OnlyRunTells, type Peers } from '../../playbook/peers/peers.ts';
import type { HostTree, PendingTask } from '../../playbook/resolve/resolved-play.ts';
import { ProblemError } from '../../problem.ts';
import { type Executed, outcomeOf } from '../task-result.ts';
import type { Among } from './among.ts';
import { mistakes } from './mistakes.ts';
import type { Registered } from './registered.ts';

type Settled = Executed | { instead: readonly HostTree[] };

/** The tasks that a task came to, or what is wrong in it with what was registered. */
export function settle(task: PendingTask, registered: Registered, host: string, peers: Peers): Settled {
  const needs = task.needs.filter((name) => !isLive(name));
  const unknown = needs.filter((name) => registered.get(name) === 'unknown');
  if (unknown.length > 0) return untold(task, unknown, registered, host);
  const values = Object.fromEntries(needs.flatMap((name) => known(name, task, registered)));
  try {
    return { instead: task.settle(values, peers) };
  } catch (error) {
    if (error instanceof OnlyRunTells) return untold(task, ['hostvars'], registered, host);
    if (!(error instanceof ProblemError)) throw error;
    const msg = mistakes(error);
    const ignored = task.ignoreErrors && { ignored: true };
    const outcome = outcomeOf(host, task, { status: 'failed', message: msg, ...ignored });
    const result = { changed: false, failed: true, msg };
    registered.keep(task, result);
    return { outcome, result };
  }
}

/** The same once other hosts have come as far, where it needs what they answer. */
export async function settleAmong(
  task: PendingTask,
  among: Among,
  { host, untold }: { host: string; untold?(task: PendingTask): void },
): Promise<Settled> {
  // Of the task that stands for a whole play, earlier plays have set what it needs.
  if (task.needs.some(isShared) && task.order !== START) among.goTogether();
  if (task.needs.some(isLive)) await among.others();
  const came = settle(task, among.registered, host, among.peers);
  if ('instead' in came || came.result !== 'unknown') return came;
  untold?.(task);
  if (task.module === 'meta') among.goTogether();
  return came;
}

function untold(task: PendingTask, names: readonly string[], registered: Registered, host: string): Executed {
  registered.lose(task.sets);
  const message = `only a real run tells what ${names.join(', ')} will be`;
  const outcome = outcomeOf(host, task, { status: 'skipped', message, unverified: true });
  return { outcome, result: 'unknown' };
}

/** What a name holds; one that nothing has set is what it was. */
function known(name: string, { settable }: PendingTask, registered: Registered): [string, unknown][] {
  if (settable.has(name) && !registered.has(name)) return [];
  const held = registered.get(name);
  return held === 'unknown' ? [] : [[name, held.value]];
}
