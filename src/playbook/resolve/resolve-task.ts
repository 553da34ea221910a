import { STARS } from '../../plan/task-record.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { collect } from '../../template/collect.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import type { Template } from '../../template/interpolation/text.ts';
import { sortOf } from '../../template/values.ts';
import type { Condition, Loop, Task } from '../model.ts';
import { desiredOf } from './prepare-task.ts';
import type { Resolved, ResolvedTask, SkippedTask, TaskHead, Verdict } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { factNames, factsFrom, settled } from './task-variables.ts';

/** A task for one host: one for each item of its loop, none for a task that is wrong. Throws ProblemError. */
export function resolveTask(task: Task, around: PlayContext): readonly Resolved[] {
  const { loop } = task;
  if (!task.call) return [];
  return whenKnown(task, around, (now) => (loop ? resolveLoop(task, loop, now) : [resolveOne(task, now)]));
}

/** Resolves now, or when what it depends on is registered. */
function whenKnown(
  task: Task,
  around: PlayContext,
  resolve: (around: PlayContext) => readonly Resolved[],
): readonly Resolved[] {
  try {
    return resolve(around);
  } catch (error) {
    if (!(error instanceof PendingError)) throw error;
    return [
      {
        ...head(task, around, task.name?.text),
        kind: 'pending',
        needs: error.names,
        settable: around.settable,
        sets: [
          ...(task.register === undefined ? [] : [task.register]),
          ...(task.call ? factNames(task.call) : []),
        ],
        settle: (registered) => {
          const unset = error.names.filter((name) => !Object.hasOwn(registered, name));
          const scope = around.scope.unset(unset).child(settled(registered));
          return whenKnown(task, { ...around, scope }, resolve);
        },
      },
    ];
  }
}

function resolveLoop(task: Task, loop: Loop, around: PlayContext): readonly Resolved[] {
  const reason = reasonToSkipAll(task, loop, around);
  if (reason !== undefined) return [skipped(task, around, reason)];
  const { value: template, place } = loop.items;
  const items = evaluate(template, around.scope);
  if (!Array.isArray(items)) throw new ProblemError([{ ...noList(items), place }]);
  if (items.length === 0) return [skipped(task, around, 'its loop goes through nothing')];
  let { scope } = around;
  const results = collect(
    items.map((item: unknown, index) => ({ item, index })),
    ({ item, index }) => {
      const names = { [loop.variable]: item, ...(loop.index && { [loop.index]: index }) };
      const inner = { ...around, scope: scope.child(settled(names)) };
      const resolved = whenKnown(task, inner, (now) => [
        resolveOne(task, now, labelOf(item, loop, now.scope)),
      ]);
      if (task.call?.definition.facts) {
        const { known, pending } = factsFrom(task.call, resolved);
        scope = scope.child(settled(known)).pending(pending);
      }
      return resolved;
    },
    ProblemError,
  ).flat();
  return results.every(({ kind }) => kind === 'skipped') ? results : results.map(withoutSkipped);
}

/** A skipped item must not put its result in the place of those of the items that ran. */
function withoutSkipped(result: Resolved): Resolved {
  if (result.kind !== 'skipped') return result;
  const { register: _, ...rest } = result;
  return rest;
}

function resolveOne(task: Task, around: PlayContext, label?: string): ResolvedTask | SkippedTask {
  const { scope } = around;
  const { call, register } = task;
  if (!call) throw new Error('a wrong task is not resolved');
  const reason = task.when.find((condition) => !holds(condition, around));
  if (reason) return skipped(task, around, reasonOf(reason), label);
  const [name, desired] = [task.name?.template, () => desiredOf({ ...task, call }, around)] as const;
  const [text, value] = collect(
    [() => name && evaluate(name, scope), desired],
    (work) => work(),
    ProblemError,
  );
  return {
    kind: 'task',
    definition: call.definition,
    desired: value,
    become: around.become,
    consent: around.consent,
    looped: task.loop !== undefined,
    notify: task.notify.map((notified) => notified.value),
    ignoreErrors: task.ignoreErrors,
    ...(task.changedWhen && { changedWhen: verdictOf(task.changedWhen, task, around) }),
    ...(task.failedWhen && { failedWhen: verdictOf(task.failedWhen, task, around) }),
    guard: task.guard,
    ...head(task, around, text === undefined ? undefined : String(text), label),
    ...(register !== undefined && { register }),
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
    return (result) => decide(scope.child(settled({ [register]: result })));
  }
}

/** Conditions that do not ask for the item are decided before the loop, whose list may make no sense otherwise. */
function reasonToSkipAll({ when }: Task, { variable, index }: Loop, around: PlayContext): string | undefined {
  const names = [variable, ...(index === undefined ? [] : [index])];
  const outside = around.scope.pending(names);
  const first = when.findIndex(({ template }) =>
    outside.waitsFor(template.roots).some((name) => names.includes(name)),
  );
  const before = first < 0 ? when : when.slice(0, first);
  const reason = before.find((condition) => !holds(condition, around));
  return reason && reasonOf(reason);
}

function reasonOf({ text }: Condition): string {
  return `the condition is false: ${text.trim()}`;
}

function skipped(task: Task, around: PlayContext, reason: string, label?: string): SkippedTask {
  const { register } = task;
  const base = head(task, around, task.name?.text, label);
  return { ...base, kind: 'skipped', reason, ...(register !== undefined && { register }) };
}

function head(task: Task, { play, noLog }: PlayContext, name: string | undefined, label?: string): TaskHead {
  const module = task.call?.definition.name ?? '';
  const suffix = label === undefined ? '' : ` (item=${noLog ? STARS : label})`;
  const hides = noLog && { noLog };
  return { play, name: `${name ?? module}${suffix}`, module, place: task.place, ...hides };
}

function labelOf(item: unknown, { label }: Loop, scope: Scope): string {
  const value = label ? evaluate(label, scope) : item;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function holds({ template }: Condition, { scope, warn }: PlayContext): boolean {
  return template.evaluate(scope.get(template.roots), scope.names(), warn);
}

function evaluate<T>(template: Template<T>, scope: Scope): T {
  return template.evaluate(scope.get(template.roots), scope.names());
}

function noList(items: unknown): Problem {
  return {
    code: 'not-a-list',
    summary: 'A value is not a list',
    detail: `\`loop\` is ${sortOf(items)}; it goes through a list.`,
  };
}
