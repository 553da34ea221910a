import type { Outcome } from '../plan/outcome.ts';
import type {
  HostHandler,
  HostPlay,
  HostTask,
  PendingTask,
  ResolvedTask,
  TaskHead,
} from '../playbook/task.ts';
import { ProblemError } from '../problem.ts';
import { type Executed, outcomeOf } from './context.ts';
import { mistakes } from './mistakes.ts';
import type { Registered } from './registered.ts';

/** How a walk treats each task, and what it tells. */
export interface Walker {
  host: string;
  execute(task: ResolvedTask): Promise<Executed>;
  ended(outcome: Outcome): void;
  /** True when no further task may start. */
  interrupted(): boolean;
  /** Whether this outcome ends the walk. */
  stops(outcome: Outcome): boolean;
}

/** Whether a walk went to its end, or what stopped it. */
export type Walked = 'finished' | 'stopped' | 'interrupted';

/** Goes through a play as one host meets it: tasks in order, then the handlers that were notified. */
export async function walk(play: HostPlay, registered: Registered, walker: Walker): Promise<Walked> {
  const notified = new Set<string>();
  for (const task of play.tasks) {
    const walked =
      task.kind === 'flush_handlers'
        ? await runHandlers(play.handlers, notified, registered, walker)
        : await step(task, notified, registered, walker);
    if (walked !== 'finished') return walked;
  }
  return runHandlers(play.handlers, notified, registered, walker);
}

async function runHandlers(
  handlers: readonly HostHandler[],
  notified: Set<string>,
  registered: Registered,
  walker: Walker,
): Promise<Walked> {
  const called = handlers.filter(({ names }) => names.some((name) => notified.has(name)));
  notified.clear();
  for (const task of called.flatMap(({ tasks }) => tasks)) {
    const walked = await step(task, notified, registered, walker);
    if (walked !== 'finished') return walked;
  }
  return 'finished';
}

async function step(
  task: Exclude<HostTask, { kind: 'flush_handlers' }>,
  notified: Set<string>,
  registered: Registered,
  walker: Walker,
): Promise<Walked> {
  if (walker.interrupted()) return 'interrupted';
  if (task.kind === 'skipped') return skip(task, task.reason, registered, walker, task.register);
  if (task.kind === 'task') {
    const { outcome, result } = await walker.execute(task);
    registered.keep(task, result);
    registered.set(task.definition.facts?.(task.wanted) ?? {});
    if (outcome.status === 'changed' || outcome.status === 'would-change') {
      for (const name of task.notify) notified.add(name);
    }
    walker.ended(outcome);
    return walker.stops(outcome) ? 'stopped' : 'finished';
  }
  const unknown = task.needs.filter((name) => registered.get(name) === 'unknown');
  if (unknown.length > 0) {
    registered.lose(task.sets);
    const reason = `only a real run tells what ${unknown.join(', ')} will be`;
    return skip(task, reason, registered, walker, undefined, true);
  }
  const settled = settle(
    task,
    Object.fromEntries(task.needs.flatMap((name) => known(name, task, registered))),
  );
  if (typeof settled === 'string') {
    const outcome = outcomeOf(walker.host, task, { status: 'failed', message: settled });
    walker.ended(outcome);
    return walker.stops(outcome) ? 'stopped' : 'finished';
  }
  for (const each of settled) {
    const walked = await step(each, notified, registered, walker);
    if (walked !== 'finished') return walked;
  }
  return 'finished';
}

/** What a name holds; one that nothing has set is what it was. */
function known(name: string, { settable }: PendingTask, registered: Registered): [string, unknown][] {
  if (settable.has(name) && !registered.has(name)) return [];
  const held = registered.get(name);
  return held === 'unknown' ? [] : [[name, held.value]];
}

/** What a task came to, or what is wrong in it with what was registered. */
function settle(task: PendingTask, registered: Readonly<Record<string, unknown>>) {
  try {
    return task.settle(registered);
  } catch (error) {
    if (error instanceof ProblemError) return mistakes(error);
    throw error;
  }
}

function skip(
  head: TaskHead,
  message: string,
  registered: Registered,
  walker: Walker,
  register?: string,
  tentative = false,
): Walked {
  if (register !== undefined) registered.skip(register);
  const outcome = outcomeOf(walker.host, head, {
    status: 'skipped',
    message,
    ...(tentative && { tentative }),
  });
  walker.ended(outcome);
  return 'finished';
}
