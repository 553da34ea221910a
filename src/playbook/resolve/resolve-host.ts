import { connectionOf } from '../../inventory/connection.ts';
import type { Host, Variables } from '../../inventory/host.ts';
import { MAGIC } from '../../inventory/magic.ts';
import { ProblemError } from '../../problem.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import { sortOf } from '../../template/values.ts';
import type { Findings } from '../findings.ts';
import type { Play, Task, TaskTree } from '../model.ts';
import type { Project } from '../project.ts';
import { leavesOf, mapTree } from '../task-tree.ts';
import { pruneTask } from './prune-tasks.ts';
import { resolveTask } from './resolve-task.ts';
import type { HostHandler, HostPlay, HostTree, Resolved } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { factNames, factsFrom, type TaskVariables } from './task-variables.ts';
import type { VarsFiles } from './vars-files.ts';

/** What is the same for all hosts of a play. */
export interface PlaySettings {
  play: Play;
  /** The tasks that tags leave. */
  tasks: readonly TaskTree[];
  project: Project;
  varsFiles: VarsFiles;
  extraVars: Readonly<Record<string, Variable>>;
  /** `-b` */
  become: boolean;
  playbookDir: string;
  /** Its file name. */
  playbook: string;
}

/** A play for one host. `learned` is what earlier plays set; what this one sets is added. */
export function resolveHost(
  host: Host,
  settings: PlaySettings,
  taskVariables: TaskVariables,
  { findings, warnings }: { findings: Findings; warnings: Findings },
): HostPlay {
  const { play } = settings;
  const variables = findings.try(() => variablesOf(host, settings), host.name);
  // Without them, every task would only repeat what is wrong.
  if (!variables) return memoize(settings, taskVariables);
  const base = createScope(variables);
  const { name } = host;
  const origin = {
    project: findings.try(() => projectNameOf(base, settings), name) ?? '',
    playbook: settings.playbook,
    prunes: play.prune !== undefined,
  };
  const forced = findings.try(() => becomeOf(host, variables, base), name);
  const rest = {
    become: forced ?? play.become ?? settings.become,
    consent: play.consent ?? ('service' as const),
  };
  const resolve = (task: Task, known: TaskVariables): readonly Resolved[] => {
    const { call } = task;
    if (call) for (const fact of factNames(call)) taskVariables.settable.add(fact);
    const around: PlayContext = {
      play: play.name,
      host: name,
      scope: scopeOf(task, base, known, settings.extraVars),
      project: settings.project,
      origin,
      become: forced ?? task.become ?? rest.become,
      consent: task.consent ?? rest.consent,
      noLog: task.noLog ?? play.noLog ?? false,
      settable: taskVariables.settable,
      warn: (problem) => warnings.add([problem], name),
    };
    return findings.try(() => resolveTask(task, around), name) ?? [];
  };
  const resolveNext = (task: Task): readonly Resolved[] => {
    const resolved = resolve(task, taskVariables);
    if (task.call) taskVariables.take(factsFrom(task.call, resolved));
    taskVariables.register(task);
    return resolved;
  };
  const tasks = mapTree(settings.tasks, (task): readonly HostTree[] =>
    task.kind === 'task' ? resolveNext(task) : [task],
  );
  // A handler may run before the tasks that register or set what another handler uses: none of it is known yet.
  for (const { task } of play.handlers) taskVariables.handle(task);
  const known = taskVariables.forHandlers();
  const handlers = play.handlers.map(
    ({ names, task }): HostHandler => ({ names, tasks: resolve(task, known) }),
  );
  return { tasks: [...tasks, ...pruneTask(play, origin, rest)], handlers };
}

/** No tasks, but for later plays the names that they would have registered or set. */
function memoize({ tasks, play }: PlaySettings, taskVariables: TaskVariables): HostPlay {
  for (const task of [...leavesOf(tasks), ...play.handlers.map((handler) => handler.task)])
    if (task.kind === 'task') taskVariables.handle(task);
  return { tasks: [], handlers: [] };
}

/** The weakest first: the inventory's, the play's, those of its files, `-e`; nothing replaces the magic ones. */
function variablesOf(
  { variables }: Host,
  { play, varsFiles, extraVars, playbookDir }: PlaySettings,
): Variables {
  const magic = Object.entries(variables).filter(([name]) => MAGIC.has(name));
  const last = { ...extraVars, ...Object.fromEntries(magic), ...playbookDirectory(playbookDir) };
  const own = { ...variables, ...play.vars };
  if (play.varsFiles.length === 0) return { ...own, ...last };
  const files = varsFiles.variablesOf(play, createScope({ ...own, ...last }));
  return { ...own, ...files, ...last };
}

function playbookDirectory(value: string): Variables {
  return { playbook_dir: { value, settled: true } };
}

/** What variables say of `become` wins over plays and tasks, as in Ansible. Throws ProblemError. */
function becomeOf(host: Host, variables: Variables, scope: Scope): boolean | undefined {
  const result = connectionOf(host.name, variables, scope);
  if ('connection' in result) return result.connection.become;
  // What is wrong in the inventory itself is said where hosts are connected.
  if ('connection' in connectionOf(host.name, host.variables)) throw new ProblemError(result.problems);
  return undefined;
}

/** What the project is called on hosts, wherever its folder is: the variable `virtfleet_project`. */
function projectNameOf(scope: Scope, { project, play }: PlaySettings): string {
  const { virtfleet_project: name = project.name } = scope.get(['virtfleet_project']);
  if (typeof name === 'string' && name !== '') return name;
  const detail = `\`virtfleet_project\` is ${sortOf(name)}; it is text.`;
  throw new ProblemError([
    { code: 'project-name', summary: 'The project has no usable name', detail, place: play.place },
  ]);
}

/** A task's own variables are stronger than the play's, and weaker than what tasks set or comes from `-e`. */
function scopeOf(
  { vars }: Task,
  base: Scope,
  { pending, known }: TaskVariables,
  extraVars: Readonly<Record<string, Variable>>,
): Scope {
  const isFixed = (name: string) => Object.hasOwn(extraVars, name) || MAGIC.has(name);
  const waiting = [...pending].filter((name) => !isFixed(name));
  const own = Object.entries({ ...vars, ...known }).filter(([name]) => !isFixed(name));
  const inner = own.length > 0 ? base.child(Object.fromEntries(own)) : base;
  return waiting.length > 0 ? inner.pending(waiting) : inner;
}
