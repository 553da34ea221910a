import type { Outcome } from '../plan/outcome.ts';
import type {
  HostHandler,
  HostPlay,
  HostTask,
  PendingTask,
  ResolvedTask,
} from '../playbook/resolve/resolved-play.ts';
import { leavesOf } from '../playbook/task-tree.ts';
import { ProblemError } from '../problem.ts';
import { mistakes } from './mistakes.ts';
import { INTERRUPTED, notStarted, reasonAfter } from './not-started.ts';
import type { Registered } from './registered.ts';
import { type Executed, outcomeOf } from './task-result.ts';

/** How a walk treats each task, and what it tells. */
export interface Walker {
  host: string;
  /** `interrupted` when the run was before anything began. */
  execute(task: ResolvedTask): Promise<Executed | 'interrupted'>;
  ended(outcome: Outcome): void;
  /** True when no further task may start. */
  interrupted(): boolean;
  /** Whether this outcome ends the walk. */
  stops(outcome: Outcome): boolean;
}

/** Whether a walk went to its end, or why not: `why` is the reason of all that did not start. */
export type Walked = { kind: 'finished' } | { kind: 'stopped' | 'interrupted'; why: string };

const FINISHED: Walked = { kind: 'finished' };

/**
 * Goes through a play as one host meets it: tasks in order, then the handlers that were notified. When it does not
 * come to its end, what is left is told as not started.
 */
export async function walk(play: HostPlay, registered: Registered, walker: Walker): Promise<Walked> {
  const agenda: HostTask[] = [...leavesOf(play.tasks), { kind: 'flush_handlers' }];
  const notified = new Set<string>();
  const walked = await follow(agenda, { handlers: play.handlers, notified, registered, walker });
  if (walked.kind !== 'finished') {
    // The handlers that the next flush would have run come where it stands.
    const flush = agenda.findIndex(({ kind }) => kind === 'flush_handlers');
    if (flush >= 0) agenda.splice(flush, 1, ...calledBy(notified, play.handlers));
    for (const outcome of notStarted(walker.host, agenda, walked.why)) walker.ended(outcome);
  }
  return walked;
}

/** What a walk has at each task. */
interface Walking {
  handlers: readonly HostHandler[];
  notified: Set<string>;
  registered: Registered;
  walker: Walker;
}

/** Takes tasks off the agenda until it is empty or the host stops; some put others in their place. */
async function follow(agenda: HostTask[], walking: Walking): Promise<Walked> {
  const { handlers, notified, walker } = walking;
  for (let task = agenda.shift(); task; task = agenda.shift()) {
    if (task.kind === 'flush_handlers') {
      agenda.unshift(...calledBy(notified, handlers));
      notified.clear();
      continue;
    }
    const came = walker.interrupted() ? 'interrupted' : await step(task, walking);
    if (came === 'interrupted') {
      agenda.unshift(task);
      return { kind: 'interrupted', why: INTERRUPTED };
    }
    if ('instead' in came) agenda.unshift(...came.instead);
    else {
      walker.ended(came);
      if (walker.stops(came)) return { kind: 'stopped', why: reasonAfter(came) };
    }
  }
  return FINISHED;
}

function calledBy(notified: ReadonlySet<string>, handlers: readonly HostHandler[]): HostTask[] {
  return handlers
    .filter(({ names }) => names.some((name) => notified.has(name)))
    .flatMap(({ tasks }) => leavesOf(tasks));
}

/** What became of a task, or the tasks that it came to. */
type Came = Outcome | { instead: readonly HostTask[] } | 'interrupted';

async function step(
  task: Exclude<HostTask, { kind: 'flush_handlers' }>,
  { notified, registered, walker }: Walking,
): Promise<Came> {
  if (task.kind === 'skipped') {
    if (task.register !== undefined) registered.skip(task.register);
    return outcomeOf(walker.host, task, { status: 'skipped', message: task.reason });
  }
  if (task.kind === 'pending') return settle(task, registered, walker.host);
  const executed = await walker.execute(task);
  if (executed === 'interrupted') return executed;
  const { outcome, result } = executed;
  registered.keep(task, result);
  registered.set(task.definition.facts?.(task.desired) ?? {});
  if (outcome.status === 'changed' || outcome.status === 'would-change')
    for (const name of task.notify) notified.add(name);
  return outcome;
}

/** The tasks that a task came to, or what is wrong in it with what was registered. */
function settle(task: PendingTask, registered: Registered, host: string): Came {
  const unknown = task.needs.filter((name) => registered.get(name) === 'unknown');
  if (unknown.length > 0) {
    registered.lose(task.sets);
    const message = `only a real run tells what ${unknown.join(', ')} will be`;
    return outcomeOf(host, task, { status: 'skipped', message, unverified: true });
  }
  const values = Object.fromEntries(task.needs.flatMap((name) => known(name, task, registered)));
  try {
    return { instead: leavesOf(task.settle(values)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return outcomeOf(host, task, { status: 'failed', message: mistakes(error) });
  }
}

/** What a name holds; one that nothing has set is what it was. */
function known(name: string, { settable }: PendingTask, registered: Registered): [string, unknown][] {
  if (settable.has(name) && !registered.has(name)) return [];
  const held = registered.get(name);
  return held === 'unknown' ? [] : [[name, held.value]];
}
