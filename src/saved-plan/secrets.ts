import { hiddenTexts } from '../hidden-texts.ts';
import { type ResolvedPlay, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Variable } from '../template/interpolation/variable.ts';

/** What the hosts know the projects of these plays by. */
export function projectsOf(plays: readonly ResolvedPlay[]): string[] {
  const tasks = plays.flatMap(({ hosts }) => [...hosts.values()].flatMap(tasksOf));
  return [...new Set(tasks.flatMap(({ project }) => project ?? []))].sort();
}

/**
 * All that a run works with and nobody may see: vaulted values and answers that were typed, the values of `-e`, and what
 * tasks with `no_log` desire. Passwords of connections are the operator's own and no part of it.
 */
export function secretsOf(
  plays: readonly ResolvedPlay[],
  extraVars: Readonly<Record<string, Variable>>,
): unknown {
  const given = Object.entries(extraVars).map(([name, { value }]) => [name, value]);
  const quiet = plays.flatMap(({ hosts }) =>
    [...hosts].flatMap(([host, play]) =>
      tasksOf(play).flatMap((task) =>
        task.kind === 'task' && task.noLog ? [[host, task.name, task.desired]] : [],
      ),
    ),
  );
  return { opened: hiddenTexts.values, given, quiet };
}
