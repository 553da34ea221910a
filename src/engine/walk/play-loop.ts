import type { Outcome } from '../../plan/outcome.ts';
import {
  type HostHandler,
  type HostPlay,
  type HostTask,
  type HostTree,
  isResolved,
  type OnceTask,
  type PendingTask,
  type ResolvedTask,
  type TaskHead,
} from '../../playbook/resolve/resolved-play.ts';
import { type Block, isBlock } from '../../playbook/task-tree.ts';
import { type Executed, outcomeOf, type Result } from '../task-result.ts';
import type { Among, OnceEnd } from './among.ts';
import { calledBy } from './called-handlers.ts';
import { INTERRUPTED, notStarted, reasonAfter } from './not-started.ts';
import { rightBehind } from './right-behind.ts';
import { settleAmong } from './settle.ts';

/** How a walk treats each task, and what it tells. */
export interface Walker {
  host: string;
  /** `interrupted` when the run was before anything began. Some of the tasks right behind may be done with it. */
  execute(task: ResolvedTask, behind: readonly ResolvedTask[]): Promise<Executed | 'interrupted'>;
  /** What a task came to that was done with one before it. */
  ahead?(task: HostTree): Executed | undefined;
  ended(outcome: Outcome): void;
  /** Aborted when no further task may start. */
  signal: AbortSignal;
  /** Whether this outcome ends the walk. */
  stops(outcome: Outcome): boolean;
  /** Gets a task of which only a real run tells what it comes to. */
  untold?(task: PendingTask): void;
  /** Gets the tasks of a `rescue` that nothing called for. */
  spared?(tasks: readonly HostTree[], block: string): unknown;
}

/** Whether a walk went to its end, or why not: `why` is the reason of all that did not start. */
export type Walked = { kind: 'finished' } | { kind: 'stopped' | 'interrupted'; why: string };

/** How a part of a walk ended: `failed` is what a `rescue` can deal with, `left` what `end_host` asks for. */
type Ended = Walked | { kind: 'left' } | { kind: 'failed'; why: string; task: TaskHead; result: Result };

export const FINISHED: Walked = { kind: 'finished' };

/** Behind all tasks. */
const END = [Number.POSITIVE_INFINITY];

/** What a walk has at each task. */
interface Walking {
  /** Included roles add theirs. */
  handlers: HostHandler[];
  notified: Set<string>;
  among: Among;
  walker: Walker;
  /** Whether a failure is met by the `rescue` of a block around it. */
  isRescued: boolean;
}

/**
 * Goes through a play as one host meets it: tasks in order, then the handlers that were notified. When it does not
 * come to its end, what is left is reported as not started.
 */
export async function walk(play: HostPlay, among: Among, walker: Walker): Promise<Walked> {
  if (among.comesTooLate()) return FINISHED;
  const handlers = [...play.handlers];
  const walking = { handlers, notified: new Set<string>(), among, walker, isRescued: false };
  const ended = await section([...play.tasks, { kind: 'flush_handlers', order: END }], walking);
  if (ended.kind === 'left') return FINISHED;
  if (ended.kind !== 'finished') among.fail();
  return ended.kind === 'failed' ? { kind: 'stopped', why: ended.why } : ended;
}

/** Takes tasks off the agenda until it is empty or the host stops; some put others in their place. */
async function section(trees: readonly HostTree[], walking: Walking): Promise<Ended> {
  const agenda = [...trees];
  for (let tree = agenda.shift(); tree; tree = agenda.shift()) {
    const ended = isBlock(tree) ? await block(tree, walking) : await leaf(tree, agenda, walking);
    if (ended.kind === 'finished') continue;
    if (ended.kind === 'failed') await restOfLoop(ended.task, agenda, walking);
    if (ended.kind !== 'left') tellRest(agenda, ended.why, walking);
    return ended;
  }
  return FINISHED;
}

/** As in Ansible, a loop goes through its other items when one fails. */
async function restOfLoop({ place, round }: TaskHead, agenda: HostTree[], walking: Walking): Promise<void> {
  for (let index = round?.index ?? Number.POSITIVE_INFINITY; ; ) {
    const [next] = agenda;
    if (!next || isBlock(next) || !isResolved(next) || next.place !== place) return;
    if (!next.round || next.round.index < index) return;
    index = next.round.index;
    agenda.shift();
    const ended = await leaf(next, agenda, walking);
    if (ended.kind !== 'finished' && ended.kind !== 'failed') return;
  }
}

/** `rescue` runs after a failure and ends it, `always` in either case, unless the host is out of reach. */
async function block({ name, tasks, rescue, always }: Block<HostTask>, walking: Walking): Promise<Ended> {
  const { among, walker } = walking;
  const isRescued = rescue.length > 0;
  let ended = await section(tasks, isRescued ? { ...walking, isRescued } : walking);
  if (isRescued && ended.kind === 'failed') {
    among.registered.set(aboutFailure(ended));
    ended = await section(rescue, walking);
  } else if (isRescued && ended.kind === 'finished') walker.spared?.(rescue, name);
  if (ended.kind !== 'finished' && ended.kind !== 'failed') {
    if (ended.kind !== 'left') tellRest([...always], ended.why, walking);
    return ended;
  }
  const last = await section(always, walking);
  return last.kind === 'finished' ? ended : last;
}

/** Source: "Blocks" of Ansible: what `rescue` finds of the task that failed. */
function aboutFailure({ task, result }: Ended & { kind: 'failed' }): Record<string, unknown> {
  const { name, role, round, module } = task;
  const own = role === undefined ? name : name.slice(`${role} : `.length);
  const written = round ? own.replace(/ \(item=[\s\S]*\)$/, '') : own;
  return { ansible_failed_task: { name: written, action: module }, ansible_failed_result: result };
}

/** The handlers that the next flush would have run come where it stands. */
function tellRest(agenda: HostTree[], why: string, { handlers, notified, walker }: Walking): void {
  const flush = agenda.findIndex(({ kind }) => kind === 'flush_handlers');
  if (flush >= 0) {
    agenda.splice(flush, 1, ...calledBy(notified, handlers));
    notified.clear();
  }
  const begun = (task: HostTree) => walker.ahead?.(task)?.outcome;
  for (const outcome of notStarted(walker.host, agenda, why, begun)) walker.ended(outcome);
}

async function leaf(task: HostTask, agenda: HostTree[], walking: Walking): Promise<Ended> {
  const { handlers, notified, among, walker } = walking;
  if ('order' in task && task.order) await among.reached(task.order);
  switch (task.kind) {
    case 'flush_handlers':
      agenda.unshift(...calledBy(notified, handlers));
      notified.clear();
      return FINISHED;
    case 'end_host':
      return { kind: 'left' };
    case 'end_play':
      if (task.isAsked) {
        among.endPlay();
        among.goTogether();
      }
      await among.others();
      return among.hasPlayEnded() ? { kind: 'left' } : FINISHED;
    case 'once':
      return walker.signal.aborted ? { kind: 'interrupted', why: INTERRUPTED } : once(task, walking);
    case 'handlers':
      handlers.push(...task.handlers);
      return FINISHED;
    default: {
      const isOff = walker.signal.aborted && !walker.ahead?.(task);
      const came = isOff ? 'interrupted' : await step(task, agenda, walking);
      if (came === 'interrupted') {
        agenda.unshift(task);
        return { kind: 'interrupted', why: INTERRUPTED };
      }
      if ('instead' in came) {
        agenda.unshift(...came.instead);
        return FINISHED;
      }
      return concluded(task, came, walking);
    }
  }
}

/** Does what one host does for all, or takes over what came of it. A failure ends all of them, as in Ansible. */
async function once(task: OnceTask, walking: Walking): Promise<Ended> {
  const { among } = walking;
  const turn = await among.once(task);
  if (!turn.isOwn) {
    among.registered.adopt(task.sets, turn.registered);
    if (turn.end === 'finished') return FINISHED;
    if (turn.end === 'interrupted') return { kind: 'interrupted', why: INTERRUPTED };
    return { kind: 'stopped', why: `Task "${task.name}", which runs once, failed on ${turn.host}.` };
  }
  let end: OnceEnd = 'failed';
  try {
    const ended = await section(task.instead ? [task.instead] : task.tasks, walking);
    if (ended.kind === 'finished' || ended.kind === 'interrupted') end = ended.kind;
    return ended;
  } finally {
    turn.done(end);
  }
}

/** Tells an outcome, and whether the walk goes on behind it. */
function concluded(task: TaskHead, { outcome, result }: Executed, { walker, isRescued }: Walking): Ended {
  if (!walker.stops(outcome)) {
    walker.ended(outcome);
    return FINISHED;
  }
  const canRescue = RESCUED.has(outcome.status);
  walker.ended(canRescue && isRescued ? { ...outcome, rescued: true } : outcome);
  const why = reasonAfter(outcome);
  return canRescue ? { kind: 'failed', why, task, result } : { kind: 'stopped', why };
}

/** A host that is out of reach, and what needs the consent of the operator, are nothing that a playbook can go on from. */
const RESCUED: ReadonlySet<Outcome['status']> = new Set(['failed', 'not-converged', 'reverted']);

/** What became of a task, or the tasks that it came to. */
type Came = Executed | { instead: readonly HostTree[] } | 'interrupted';

async function step(
  task: Exclude<HostTask, { kind: 'flush_handlers' | 'end_host' | 'end_play' | 'handlers' | 'once' }>,
  agenda: readonly HostTree[],
  { notified, among, walker }: Walking,
): Promise<Came> {
  const { registered } = among;
  if (task.kind === 'skipped') {
    registered.skip(task);
    const outcome = outcomeOf(walker.host, task, { status: 'skipped', message: task.reason });
    return { outcome, result: 'unknown' };
  }
  if (task.kind === 'pending') return settleAmong(task, among, walker);
  const executed = await among.throttled(task, () =>
    walker.execute(task, among.isLinear ? [] : rightBehind(agenda)),
  );
  if (executed === 'interrupted') return executed;
  const joined = task.definition.joins?.(task.desired);
  const added = task.definition.adds?.(task.desired);
  const isNews =
    (joined !== undefined && among.join(joined.group, joined.parents)) ||
    (added !== undefined && among.add(added.name));
  // Of what is only this run's, nothing but the playbook says that it is no change.
  const isChange = isNews && task.changedWhen !== false;
  const outcome = isChange ? { ...executed.outcome, status: 'changed' as const } : executed.outcome;
  const result =
    isChange && executed.result !== 'unknown' ? { ...executed.result, changed: true } : executed.result;
  registered.keep(task, result);
  const owner =
    task.delegateTo !== undefined && task.delegateFacts ? among.registeredOf(task.delegateTo) : registered;
  owner.set(task.definition.facts?.(task.desired) ?? {});
  if (task.definition.answers && result !== 'unknown') owner.setFacts(result.ansible_facts);
  if (outcome.status === 'changed' || outcome.status === 'would-change')
    for (const name of task.notify) notified.add(name);
  return { outcome, result };
}
