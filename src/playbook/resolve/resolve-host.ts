import { becomeOf, connectionOf } from '../../inventory/connection.ts';
import type { Host, Variables } from '../../inventory/host.ts';
import { FACT_VARIABLES } from '../../modules/setup.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import { sortOf } from '../../template/values.ts';
import type { Findings } from '../findings.ts';
import type { Include, Task } from '../model.ts';
import { leavesOf } from '../task-tree.ts';
import { pruneTask } from '../together/prune-tasks.ts';
import { flagOf } from './evaluate.ts';
import { Gather, needsFacts } from './gather-facts.ts';
import type { PlaySettings } from './play-settings.ts';
import { playLayers, type VariableSources } from './play-variables.ts';
import { OUTSIDE, TreeResolver } from './resolve-tree.ts';
import type { HostPlay } from './resolved-play.ts';
import type { TaskVariables } from './task-variables.ts';

/** What a play says of one host. */
export interface Turn {
  /** Takes what is wrong. */
  findings: Findings;
  /** Takes what is doubtful, also later, while the play runs. */
  warn(problem: Problem): void;
  /** Further variables of the run. */
  ofRun: Variables;
  /** Takes the names of variables that it asks for. */
  reads: Set<string>;
  /** The hosts of its batch. */
  batch: readonly string[];
}

/** A play for one host. `taskVariables` is what earlier plays set; what this one sets is added. */
export function resolveHost(
  host: Host,
  settings: PlaySettings,
  taskVariables: TaskVariables,
  turn: Turn,
): HostPlay {
  const { play } = settings;
  const { findings, reads } = turn;
  const ofRun = { ...settings.ofRun, ...turn.ofRun };
  const sources = findings.try(() => sourcesOf(host, { ...settings, ofRun }, reads), host.name);
  // Without them, every task would only repeat what is wrong.
  if (!sources) return memoize(settings, taskVariables);
  const base = createScope(joined(sources), reads);
  const { name } = host;
  const origin = {
    project: findings.try(() => projectNameOf(base, settings), name) ?? '',
    playbook: settings.playbook,
    prunes: play.prune !== undefined,
  };
  const forced = findings.try(() => rootOf(host, joined(sources), base), name);
  const ofPlay = findings.try(() => flagOf(play.settings.become, base), name);
  const become = { forced, otherwise: settings.become };
  const asks = findings.try(() => flagOf(play.gathers, base), name) ?? settings.gathers;
  if (asks && taskVariables.gathering === 'no') taskVariables.gathering = 'due';
  const facts = taskVariables.gathering === 'no' ? [] : FACT_VARIABLES;
  for (const fact of facts) taskVariables.settable.add(fact);
  const rest = {
    become: forced ?? ofPlay ?? settings.become,
    consent: play.settings.consent ?? ('service' as const),
    ...(findings.try(() => flagOf(play.settings.ignoreUnreachable, base), name) && {
      ignoreUnreachable: true as const,
    }),
  };
  const gather = new Gather(play, rest, asks || taskVariables.gathering === 'due');
  const resolver = new TreeResolver({
    gather,
    facts,
    sources,
    settings,
    findings,
    reads,
    around: {
      play: play.name,
      host: name,
      origin,
      become,
      isFirst: turn.batch[0] === name,
      batch: turn.batch,
      isHost: settings.isHost,
      warn: turn.warn,
    },
  });
  const { tasks, handlers } = resolver.play(settings.tasks, play.handlers, taskVariables);
  const whole = [...tasks, ...pruneTask(play, origin, rest)];
  const verify = resolver.trees(play.rollout.verify, taskVariables.copy(), OUTSIDE);
  const isNeeded = needsFacts([...whole, ...handlers.flatMap((one) => one.tasks)]);
  if (isNeeded && gather.isDue) taskVariables.gathering = 'done';
  const own = { tasks: isNeeded ? gather.before(whole) : whole, handlers };
  const looks = verify.length > 0 && { verify: needsFacts(verify) ? gather.before(verify) : verify };
  if (isNeeded) return { ...own, ...looks };
  const { unread } = gather;
  return { ...own, ...looks, ...(unread && { facts: unread }) };
}

/** No tasks, but for later plays the names that they would have registered or set. */
function memoize({ tasks, play }: PlaySettings, taskVariables: TaskVariables): HostPlay {
  const all = [...leavesOf(tasks), ...play.handlers.map((handler): Task | Include => handler.task)];
  for (const task of all) if (task.kind !== 'meta') taskVariables.handle(task);
  return { tasks: [], handlers: [] };
}

/** Throws ProblemError for a file of variables that cannot be read. */
function sourcesOf(host: Host, settings: PlaySettings, reads: Set<string>): VariableSources {
  const { play, prompted, varsFiles, extraVars, ofRun } = settings;
  const without = { host, play, role: undefined, prompted, files: {}, extraVars, ofRun };
  if (play.varsFiles.length === 0) return without;
  return { ...without, files: varsFiles.variablesOf(play, createScope(joined(without), reads)) };
}

function joined(sources: VariableSources): Variables {
  return Object.assign({}, ...playLayers(sources));
}

/**
 * What variables say of `become` wins over plays and tasks, as in Ansible. Where a host is and who logs in there decides
 * nothing about its tasks, and is not noted: hosts that differ in nothing else are alike. Throws ProblemError.
 */
function rootOf(host: Host, variables: Variables, scope: Scope): boolean | undefined {
  const result = connectionOf(host.name, variables);
  if ('connection' in result) return becomeOf(host.name, variables, scope);
  scope.note(['inventory_hostname']);
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
