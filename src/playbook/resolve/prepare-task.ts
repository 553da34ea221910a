import { STARS } from '../../plan/task-record.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { contentTemplate } from '../arguments/content-template.ts';
import { fromFolder } from '../arguments/controller-paths.ts';
import { SHOWN } from '../arguments/expectation.ts';
import { checkArguments } from '../arguments/module-call.ts';
import type { CallingTask, ModuleCall } from '../model.ts';
import { withOrigin } from '../problem-origin.ts';
import { isAnswered } from './evaluate.ts';
import { PreparedContext } from './prepare-context.ts';
import type { PlayContext } from './task-context.ts';

/** What modules made of arguments, by the arguments, where nothing else of a host went into it. */
const shared = new WeakMap<ModuleCall, Map<string, unknown>>();

/**
 * What a module makes of its arguments for one host. Hosts with the same arguments share it: rendering and parsing
 * is most of the work that is done before a host is contacted.
 * Throws ProblemError, with no value of a task that `hides` them, and PendingError when something in it is not known yet.
 */
export function desiredOf(task: CallingTask, around: PlayContext, hides: boolean): unknown {
  const { fixed, template, folder } = task.call;
  const written = fixed ? fixed.value : fromFolder(around.scope.evaluate(template), folder);
  try {
    const content = fixed ? undefined : contentTemplate(task.call, written);
    if (content) around.scope.evaluate(content);
    return prepared(task, around, written);
  } catch (error) {
    if (!hides || !(error instanceof ProblemError)) throw error;
    throw new ProblemError(error.problems.map((problem) => withoutValues(problem, written)));
  }
}

function prepared(task: CallingTask, around: PlayContext, written: unknown): unknown {
  const { call } = task;
  const { definition, args, fixed } = call;
  const value = fixed ? written : checkArguments(definition, written, args);
  if (!definition.prepare) return value;
  const known = shared.get(call) ?? new Map<string, unknown>();
  shared.set(call, known);
  // What a host answered opens fewer files.
  const answered = !fixed && isAnswered(call.template, around.scope);
  const key = JSON.stringify([around.origin.project, answered, ...(fixed ? [] : [value])]);
  if (known.has(key)) return known.get(key);
  const context = new PreparedContext(around, task, value);
  const desired = context.collect(() =>
    withOrigin(args.keyPlace, () => definition.prepare?.(value, context)),
  );
  if (!context.isHostly) known.set(key, desired);
  return desired;
}

/** Messages show the beginning of a long value. A short one may be a part of any word, unless it is quoted. */
function withoutValues({ detail, ...problem }: Problem, values: unknown): Problem {
  if (detail === undefined) return problem;
  const hidden = leaves(values).flatMap((text) =>
    text.length < 4 ? [`\`${text}\``] : [text, text.slice(0, SHOWN)],
  );
  const longestFirst = hidden.sort((a, b) => b.length - a.length);
  return { ...problem, detail: longestFirst.reduce((left, text) => left.replaceAll(text, STARS), detail) };
}

function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(leaves);
}
