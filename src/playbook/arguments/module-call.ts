import type { AnyModule } from '../../modules/module.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { hasExpression } from '../../template/interpolation/pieces.ts';
import { didYouMean } from '../../template/suggest.ts';
import { entry, isMap } from '../../template/values.ts';
import { adviceForTask, shortName } from '../ansible-hints.ts';
import { taskKeywords } from '../keywords.ts';
import type { ModuleCall } from '../model.ts';
import { adviceForModule } from '../module-advice.ts';
import type { Part } from '../yaml-node.ts';
import { withData } from './as-data.ts';
import { check, problemsOf, type Subject, spelledOut, valueAt } from './check-arguments.ts';
import { fromFolder } from './controller-paths.ts';
import { readArguments } from './read-arguments.ts';
import { shapeAt } from './schema-shape.ts';
import { adviceForKey } from './unknown-key.ts';
import { writtenPath } from './written-path.ts';

/**
 * The module of a task with its arguments; `keys` are those of the task that are no keywords. Throws ProblemError.
 */
export function readCall(
  task: Part,
  keys: readonly string[],
  keywords: Iterable<string>,
  modules: readonly AnyModule[],
  { defaults = [], folder }: CallOptions = {},
): ModuleCall {
  const found = withoutLoopKeys(
    task,
    keys.flatMap((key) => {
      const definition = modules.find(({ name }) => name === shortName(key));
      return definition ? [{ key, definition }] : [];
    }),
  );
  const unknown = keys.filter((key) => !found.some((one) => one.key === key));
  const definitions = found.map(({ definition }) => definition);
  const problems = unknown.map((key) => unknownKey(task, key, definitions, keywords, modules));
  const [first, second] = found;
  if (second)
    problems.push(
      twoModules(
        task,
        found.map(({ key }) => key),
      ),
    );
  if (!first && unknown.length === 0) problems.push(noModule(task));
  if (!first || problems.length > 0) throw new ProblemError(problems);
  const { definition } = first;
  const more = [task.at('args'), ...defaultsFor(definition, defaults)];
  return compileCall(definition, task.at(first.key), more, folder);
}

interface CallOptions {
  /** The maps of `module_defaults`, the nearest first. */
  defaults?: readonly Part[];
  /** The folder from which relative paths are seen, for a task that is done on the controller. */
  folder?: string | undefined;
}

/** `pause` is a module, and a key of `loop_control` that people look for beside it. */
function withoutLoopKeys<F extends { key: string }>(task: Part, found: readonly F[]): readonly F[] {
  if (found.length < 2) return found;
  return found.filter(({ key }) => !isOfLoop(key) || isMap(task.at(key).value));
}

function isOfLoop(key: string): boolean {
  return Object.hasOwn(shapeAt(taskKeywords.shape.loop_control, []), key);
}

/** The arguments as the module gets them. Throws ProblemError. */
export function checkArguments(definition: AnyModule, value: unknown, args: Part): unknown {
  return check(definition.args, withData(definition, value, args), args, subjectOf(definition));
}

/** What `module_defaults` say of a module. */
function defaultsFor({ name }: AnyModule, defaults: readonly Part[]): Part[] {
  return defaults.flatMap((part) => {
    const key = Object.keys(part.value ?? {}).find((one) => shortName(one) === name);
    return key === undefined ? [] : [part.at(key)];
  });
}

function compileCall(
  definition: AnyModule,
  written: Part,
  more: readonly Part[],
  folder: string | undefined,
): ModuleCall {
  const { args: read, template } = readArguments(definition, written, more);
  const args = folder === undefined ? read : read.with(fromFolder(read.value, folder));
  const call = { definition, args, template, ...(folder !== undefined && { folder }) };
  if (!holdsExpression(args.value))
    return { ...call, fixed: { value: checkArguments(definition, args.value, args) } };
  const certain = certainProblems(definition, args);
  if (certain.length > 0) throw new ProblemError(certain);
  return call;
}

/** What is wrong whatever the expressions come out as: keys that are not known or missing, and plain values. */
function certainProblems(definition: AnyModule, args: Part): Problem[] {
  const { args: schema } = definition;
  const value = spelledOut(schema, args.value, args);
  const issues = schema.safeParse(value).error?.issues ?? [];
  const certain = issues.filter(
    (issue) =>
      issue.code === 'unrecognized_keys' ||
      (issue.code !== 'custom' && !holdsExpression(valueAt(value, writtenPath(value, issue.path)))),
  );
  return problemsOf(certain, schema, value, args, subjectOf(definition));
}

function holdsExpression(value: unknown): boolean {
  return hasExpression(JSON.stringify(value) ?? '');
}

function subjectOf({ name, aliases = {}, advice = {} }: AnyModule): Subject {
  const ofTask = (key: string) =>
    Object.hasOwn(taskKeywords.shape, key)
      ? `\`${key}\` is a key of the task: write it beside \`${name}\`, not below it.`
      : undefined;
  return {
    name,
    sort: 'argument',
    others: Object.keys(aliases),
    advice: (key, path) => {
      const own = entry(advice, [...path.slice(0, 1), key].join('.'));
      return typeof own === 'string' ? own : ofTask(key);
    },
  };
}

function unknownKey(
  task: Part,
  key: string,
  found: readonly AnyModule[],
  keywords: Iterable<string>,
  modules: readonly AnyModule[],
): Problem {
  const names = modules.map(({ name }) => name);
  const place = task.at(key).keyPlace;
  const hasModule = found.length > 0;
  const owner = found.find(({ args }) => Object.hasOwn(shapeAt(args, []), key));
  const advice =
    adviceForTask(key) ??
    (isOfLoop(key) ? `\`${key}\` belongs below \`loop_control\`.` : undefined) ??
    (owner && `\`${key}\` is an argument of \`${owner.name}\`: indent it, so that it stands below.`) ??
    (hasModule ? undefined : adviceForModule(key));
  const short = key.split('.').at(-1) ?? key;
  const similar = hasModule
    ? adviceForKey(short, taskKeywords, [], { top: 'the task', others: [...keywords] })
    : didYouMean(short, [...names, ...keywords]);
  const hint = advice ? { hint: advice } : similar;
  if (hasModule || adviceForTask(key)) {
    const detail = `A task has no key \`${key}\`.`;
    const list = 'List the keys of tasks with virtfleet keywords.';
    return { code: 'unknown-key', summary: 'A key is not known', detail, place, hint: list, ...hint };
  }
  return {
    code: 'unknown-module',
    summary: 'A module is not known',
    detail: `There is no module \`${key}\`.`,
    place,
    hint: 'List the modules with virtfleet modules.',
    ...hint,
  };
}

function twoModules(task: Part, keys: readonly string[]): Problem {
  return {
    code: 'several-modules',
    summary: 'A task has more than one module',
    detail: `It has ${keys.join(' and ')}; each needs a task of its own.`,
    place: task.at(keys[1] ?? '').keyPlace,
    hint: 'Begin another task with a dash before the second.',
  };
}

function noModule(task: Part): Problem {
  return {
    code: 'missing-module',
    summary: 'A task has no module',
    detail: 'It says nothing of what to do.',
    place: task.place,
    hint: 'Add a module with its arguments, or compare the indentation of the lines below.',
  };
}
