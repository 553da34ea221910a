import { ProblemError } from '../../problem.ts';
import { collect } from '../../template/collect.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import { hasExpression } from '../../template/interpolation/pieces.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import { compileText } from '../../template/interpolation/text.ts';
import type { Condition } from '../inherited.ts';
import type { Loop, Task, Until } from '../model.ts';
import { factNames } from '../peers/settable-names.ts';
import { environmentOf, evaluate, flagOf, holds, isAnswered, reasonToSkip } from './evaluate.ts';
import { itemsOf, labelOf, loopVariables, reasonToSkipAll, roundOf } from './loop.ts';
import { desiredOf } from './prepare-task.ts';
import type { Repetition, Resolved, ResolvedTask, Round, SkippedTask, Verdict } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { headOf, hides, type Item, writtenName } from './task-head.ts';
import { factsFrom, settled } from './task-variables.ts';
import { type Waiting, whenKnown } from './when-known.ts';

/** A task for one host: one for each item of its loop, none for a task that is wrong. Throws ProblemError. */
export function resolveTask(task: Task, around: PlayContext): readonly Resolved[] {
  const { loop, call } = task;
  if (!call) return [];
  return waiting(task, around, (now) => (loop ? resolveLoop(task, loop, now) : [resolveOne(task, now)]));
}

function waiting(
  task: Task,
  around: PlayContext,
  resolve: (around: PlayContext) => readonly Resolved[],
  item?: Item,
) {
  const head = headOf(task, around, { module: moduleOf(task), name: writtenName(task, around), item });
  const resolved = whenKnown(head, waitingOf(task, around), around, resolve);
  const { absent } = task.call ?? {};
  if (absent && resolved.some(({ kind }) => kind === 'pending')) around.warn({ ...absent, summary: ABSENT });
  return resolved;
}

const ABSENT = 'A task fails where it is reached: its module is not known';

function waitingOf({ register, call, ignoreErrors }: Task, { scope }: PlayContext): Waiting {
  const isIgnored = known(() => flagOf(ignoreErrors, scope));
  return {
    sets: [
      ...(register === undefined ? [] : [register]),
      ...(call ? factNames(call).map((name) => nameIn(name, scope)) : []),
    ],
    ...(register !== undefined && { register }),
    ...(call?.definition.onlyReads && { onlyReads: true }),
    ...(isIgnored && { ignoreErrors: true }),
  };
}

/** A name that a task sets may be computed, as in `set_fact: { "state_{{ unit }}": … }`. */
function nameIn(name: string, scope: Scope): string {
  if (!hasExpression(name)) return name;
  try {
    return String(scope.evaluate(compileText(name)));
  } catch (error) {
    if (error instanceof PendingError || error instanceof ProblemError) return name;
    throw error;
  }
}

/** What only a real run tells is not so yet. */
function known(flag: () => boolean | undefined): boolean {
  try {
    return flag() ?? false;
  } catch (error) {
    if (error instanceof PendingError || error instanceof ProblemError) return false;
    throw error;
  }
}

function resolveLoop(task: Task, loop: Loop, around: PlayContext): readonly Resolved[] {
  const reason = reasonToSkipAll(task.when, loop, around);
  if (reason !== undefined) return skippedAll(task, loop, around, reason);
  const items = itemsOf(loop, around);
  if (items.length === 0) return [nothing(task, around)];
  let { scope } = around;
  const answered = isAnswered(loop.items.value, scope);
  return collect(
    items.keys(),
    (index) => {
      const inner = { ...around, scope: scope.child(settled(loopVariables(loop, items, index), answered)) };
      const round = roundOf(loop, items, index);
      const resolved = waiting(task, inner, (now) => [resolveItem(task, loop, round, now)], {
        label: '',
        round,
      });
      if (task.call?.definition.facts) {
        const { known, pending } = factsFrom(task.call, resolved);
        const isSaid = answered || isAnswered(task.call.template, scope);
        scope = scope.child(settled(known, isSaid)).pending(pending);
      }
      return resolved;
    },
    ProblemError,
  ).flat();
}

/** As in Ansible each item is skipped, unless the list makes no sense without what the condition asks for. */
function skippedAll(task: Task, loop: Loop, around: PlayContext, reason: string): readonly SkippedTask[] {
  try {
    const items = itemsOf(loop, around);
    if (items.length === 0) return [nothing(task, around)];
    return items.map((one, index) => {
      const scope = around.scope.child(settled(loopVariables(loop, items, index)));
      const item = { label: labelOf(one, loop, scope), round: roundOf(loop, items, index) };
      return skipped(task, { ...around, scope }, reason, item);
    });
  } catch (error) {
    if (error instanceof PendingError || error instanceof ProblemError)
      return [skipped(task, around, reason)];
    throw error;
  }
}

function nothing(task: Task, around: PlayContext): SkippedTask {
  return { ...skipped(task, around, 'its loop goes through nothing'), isEmpty: true };
}

function resolveItem(task: Task, loop: Loop, round: Round, around: PlayContext): ResolvedTask | SkippedTask {
  const label = labelOf(round.item[loop.variable], loop, around.scope);
  const resolved = resolveOne(task, around, { label, round });
  const pauses = resolved.kind === 'task' && loop.pause !== undefined && round.index > 0;
  return { ...resolved, ...(pauses && { pause: loop.pause }) };
}

function resolveOne(task: Task, around: PlayContext, item?: Item): ResolvedTask | SkippedTask {
  const { scope } = around;
  const { call, register } = task;
  if (!call) throw new Error('a wrong task is not resolved');
  const reason = reasonToSkip(task.when, around);
  if (reason !== undefined) return skipped(task, around, reason, item);
  if (task.runOnce) scope.note(['inventory_hostname']);
  if (!around.isFirst && flagOf(task.runOnce, scope)) return skipped(task, around, ONCE, item);
  const [name, desired] = [
    task.name?.template,
    () => desiredOf({ ...task, call }, around, hides(task, around)),
  ] as const;
  const [text, value] = collect(
    [() => name && evaluate(name, scope), desired],
    (work) => work(),
    ProblemError,
  );
  const idle = call.definition.skips?.(value);
  if (idle !== undefined) return skipped(task, around, idle, item);
  return {
    kind: 'task',
    definition: call.definition,
    desired: value,
    become: around.become.forced ?? flagOf(task.become, scope) ?? around.become.otherwise,
    consent: task.consent ?? 'service',
    notify: task.notify.flatMap(({ value: one }) => [evaluate(one, scope)].flat().map(String)),
    ignoreErrors: flagOf(task.ignoreErrors, scope) ?? false,
    ...(flagOf(task.ignoreUnreachable, scope) && { ignoreUnreachable: true as const }),
    ...(call.definition.uncounted?.(value) && { uncounted: true as const }),
    ...(task.changedWhen && { changedWhen: verdictOf(task.changedWhen, task, around) }),
    ...(task.failedWhen && { failedWhen: verdictOf(task.failedWhen, task, around) }),
    ...(task.until && { until: repetitionOf(task.until, task, around) }),
    ...(flagOf(task.checkMode, scope) && { checkOnly: true as const }),
    guard: task.guard,
    ...headOf(task, around, {
      module: moduleOf(task),
      name: text === undefined ? undefined : String(text),
      item,
    }),
    ...(register !== undefined && { register }),
    ...hostOf(task, around),
    ...environment(task, scope),
    ...throttled(task, scope),
  };
}

function throttled({ throttle }: Task, scope: Scope): Pick<ResolvedTask, 'throttle'> {
  const most = throttle ? Number(evaluate(throttle.value, scope)) : 0;
  return most > 0 ? { throttle: most } : {};
}

const ONCE = 'only the first host of the batch does it (run_once)';

function hostOf(
  { delegateTo, delegateFacts, place }: Task,
  { scope, host, isHost }: PlayContext,
): Pick<ResolvedTask, 'delegateTo' | 'delegateFacts'> {
  const name = delegateTo && String(evaluate(delegateTo.value, scope));
  if (name !== undefined) scope.note(['inventory_hostname']);
  if (name !== undefined && !isHost(name))
    throw new ProblemError([{ ...noHost(name), place: delegateTo?.place ?? place }]);
  if (name === undefined || name === host) return {};
  return { delegateTo: name, ...(flagOf(delegateFacts, scope) && { delegateFacts: true as const }) };
}

function noHost(name: string) {
  return {
    code: 'unknown-host',
    summary: 'A task is delegated to a host that is not known',
    detail: `The inventory has no host \`${name}\`.`,
  };
}

function environment(task: Task, scope: Scope): Pick<ResolvedTask, 'environment'> {
  const all = environmentOf(task.environment, scope);
  return Object.keys(all).length > 0 ? { environment: all } : {};
}

function repetitionOf({ conditions, retries, delay }: Until, task: Task, around: PlayContext): Repetition {
  return {
    verdict: verdictOf(conditions, task, around),
    retries: Number(evaluate(retries, around.scope)),
    delay: Number(evaluate(delay, around.scope)),
  };
}

/** Names that are not there are found now, although the result itself is known only later. */
function verdictOf(conditions: readonly Condition[], { register }: Task, around: PlayContext): Verdict {
  const { scope } = around;
  const decide = (now: Scope) =>
    conditions.map((condition) => holds(condition, { ...around, scope: now })).every(Boolean);
  if (register === undefined) return decide(scope);
  try {
    return decide(scope.pending([register]));
  } catch (error) {
    if (!(error instanceof PendingError) || error.names.some((name) => name !== register)) throw error;
    // The first of them hides what the others ask for.
    for (const { template } of conditions) scope.waitsFor(template.roots);
    return (result) => decide(scope.child(settled({ [register]: result }, true)));
  }
}

function skipped(task: Task, around: PlayContext, reason: string, item?: Item): SkippedTask {
  const { register } = task;
  const head = headOf(task, around, { module: moduleOf(task), name: writtenName(task, around), item });
  return { ...head, kind: 'skipped', reason, ...(register !== undefined && { register }) };
}

function moduleOf({ call }: Task): string {
  return call?.definition.name ?? '';
}
