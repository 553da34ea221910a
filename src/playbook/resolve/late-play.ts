import type { Host, Joining } from '../../inventory/host.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { Findings } from '../findings.ts';
import type { Play, Task } from '../model.ts';
import { batches, ordered } from '../peers/batches.ts';
import { START } from '../peers/order.ts';
import { type HostChoice, patternOf } from '../peers/play-hosts.ts';
import { regrouped } from '../peers/regrouped.ts';
import { factNames } from '../peers/settable-names.ts';
import { leavesOf } from '../task-tree.ts';
import { type PlaySettings, rolloutOf } from './play-settings.ts';
import { batchVariables } from './play-variables.ts';
import { resolveHost } from './resolve-host.ts';
import type { HostPlay, HostTree, PendingTask, ResolvedPlay } from './resolved-play.ts';
import type { TaskVariables } from './task-variables.ts';

/**
 * A play whose hosts are known only when groups are complete. `taskVariables` is what earlier plays set, `nothing` what
 * a host in its first play has; what this one sets is added. Throws ProblemError.
 */
export function latePlay(
  hosts: readonly Host[],
  settings: PlaySettings,
  { taskVariables, nothing }: { taskVariables: Map<string, TaskVariables>; nothing: TaskVariables },
  options: HostChoice,
): ResolvedPlay {
  const { play } = settings;
  if (play.prune) throw new ProblemError([{ ...LATE_PRUNE, place: play.place }]);
  if (play.rollout.verify.length > 0) throw new ProblemError([{ ...LATE_VERIFY, place: play.place }]);
  settings.addedHosts.refuseIn(leavesOf(settings.tasks));
  const plays = hosts.map((host) => {
    // Hosts that are alike share what earlier plays set.
    const known = (taskVariables.get(host.name) ?? nothing).copy();
    taskVariables.set(host.name, known);
    return [host.name, playOf(host, settings, known, options)] as const;
  });
  return {
    name: play.name,
    batches: [hosts.map(({ name }) => name)],
    hosts: new Map(plays),
    late: (joinings) => batches(namesIn(play, options, joinings), play.serial),
    ...rolloutOf(settings),
  };
}

/** The hosts of a play once hosts have joined groups. Throws ProblemError. */
function namesIn(play: Play, options: HostChoice, joinings: readonly Joining[]): string[] {
  const names = hostsIn(play, options, joinings).map(({ name }) => name);
  return ordered(names, play.rollout.order);
}

function hostsIn(play: Play, options: HostChoice, joinings: readonly Joining[]): readonly Host[] {
  const inventory = regrouped(options.inventory, joinings);
  return selectHosts(inventory, patternOf(play, options), {
    limit: options.limit,
    limitSets: options.limitSets,
  }).hosts;
}

/** What nobody can tell before the run cannot be compared with what earlier runs made. */
const LATE_PRUNE: Problem = {
  code: 'late-prune',
  summary: 'Networks of hosts that are not known yet cannot be pruned',
  detail: 'Which hosts are in the play is decided while the run goes on (group_by).',
  hint: 'Put `prune: owned` on a play whose hosts are in the inventory.',
};

const LATE_VERIFY: Problem = {
  code: 'late-verify',
  summary: 'Hosts that are not known yet cannot be verified',
  detail: 'Which hosts are in the play is decided while the run goes on (group_by).',
  hint: 'Put `verify` on a play whose hosts are in the inventory.',
};

/** For a host that may be in the play, one task that comes to all of it, or to nothing. */
function playOf(host: Host, settings: PlaySettings, known: TaskVariables, options: HostChoice): HostPlay {
  const { play } = settings;
  const before = known.copy();
  const sets = announced(settings, known);
  const task: PendingTask = {
    kind: 'pending',
    ...{ play: play.name, name: 'hosts', module: 'group_by', place: play.hosts.place, order: START },
    ...{ needs: ['groups'], settable: known.settable, sets },
    settle: (_, peers): HostTree[] => {
      const joinings = peers?.joinings ?? [];
      const own = hostsIn(play, options, joinings).find(({ name }) => name === host.name);
      if (!own) return [];
      const names = namesIn(play, options, joinings);
      const batch = batches(names, play.serial).find((part) => part.includes(host.name)) ?? [];
      const findings = new Findings();
      const reads = new Set<string>();
      const turn = { ofRun: batchVariables(names, batch), batch, findings, reads, warn: () => {} };
      const { tasks, handlers } = resolveHost(own, settings, before.copy(), turn);
      const problems = findings.list();
      if (problems.length > 0) throw new ProblemError(problems);
      return [{ kind: 'handlers', handlers }, ...tasks];
    },
  };
  return { tasks: [task], handlers: [] };
}

/** Marks the names that the play may set. */
function announced({ tasks, play }: PlaySettings, known: TaskVariables): string[] {
  const all = [...leavesOf(tasks), ...play.handlers.map(({ task }) => task)];
  return all.flatMap((task) => {
    if (task.kind === 'meta') return [];
    known.handle(task);
    return [...(task.register === undefined ? [] : [task.register]), ...factsOf(task)];
  });
}

function factsOf(task: Pick<Task, 'kind' | 'call'> | { kind: 'include' }): readonly string[] {
  return task.kind === 'task' && task.call ? factNames(task.call) : [];
}
