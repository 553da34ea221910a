import type { Host } from '../../inventory/host.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { ProblemError } from '../../problem.ts';
import { Findings } from '../findings.ts';
import type { Task } from '../model.ts';
import { batches } from '../peers/batches.ts';
import { type HostChoice, patternOf } from '../peers/play-hosts.ts';
import { regrouped } from '../peers/regrouped.ts';
import { factNames } from '../peers/settable-names.ts';
import { leavesOf } from '../task-tree.ts';
import type { PlaySettings } from './play-settings.ts';
import { batchVariables } from './play-variables.ts';
import { resolveHost } from './resolve-host.ts';
import type { HostPlay, HostTree, PendingTask } from './resolved-play.ts';
import type { TaskVariables } from './task-variables.ts';

/**
 * A play whose hosts are known only when groups are complete: for a host that may be in it, one task that comes to
 * all of the play, or to nothing.
 */
export function latePlay(
  host: Host,
  settings: PlaySettings,
  known: TaskVariables,
  options: HostChoice,
): HostPlay {
  const { play } = settings;
  const before = known.copy();
  const sets = announced(settings, known);
  const task: PendingTask = {
    kind: 'pending',
    ...{ play: play.name, name: 'hosts', module: 'group_by', place: play.hosts.place, order: [] },
    ...{ needs: ['groups'], settable: known.settable, sets },
    settle: (_, peers): HostTree[] => {
      const inventory = regrouped(options.inventory, peers?.joinings ?? []);
      const { hosts } = selectHosts(inventory, patternOf(play, options), { limit: options.limit });
      const own = hosts.find(({ name }) => name === host.name);
      if (!own) return [];
      const names = hosts.map(({ name }) => name);
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
