import { type HostTree, isResolved } from '../playbook/resolve/resolved-play.ts';
import { leavesOf } from '../playbook/task-tree.ts';
import { printable } from '../report/printable.ts';
import { type Resolved, resolve } from '../resolve.ts';
import type { RunRequest } from '../run-request.ts';
import type { Io } from './command.ts';
import { checkSchemas } from './relax-ng.ts';
import { renderedFiles } from './rendered.ts';

/**
 * What `--list-hosts`, `--list-tasks` and `--syntax-check` print. Nobody is asked what plays ask for. Rejects with
 * ProblemError with every mistake.
 */
export async function listRun(
  request: RunRequest,
  { listHosts, listTasks }: { listHosts: boolean; listTasks: boolean },
  io: Io,
): Promise<number> {
  const resolved = await resolve(request, { leavesOpen: true, signal: io.signal });
  const { plays } = resolved;
  if (!listHosts && !listTasks) {
    checkSchemas(renderedFiles(resolved, ({ schema }) => schema !== undefined));
    io.out('No mistakes found.\n');
  }
  for (const play of listHosts || listTasks ? plays : []) {
    io.out(`play ${printable(play.name)}\n`);
    const hosts = play.batches.flat();
    if (listHosts)
      io.out(`  hosts (${hosts.length}):\n${hosts.map((host) => `    ${printable(host)}\n`).join('')}`);
    if (listTasks)
      io.out(
        `  tasks:\n${taskNames(play)
          .map((name) => `    ${printable(name)}\n`)
          .join('')}`,
      );
  }
  return 0;
}

/** The names of the tasks of all hosts, in the order of the first host that has them. */
function taskNames({ hosts }: Resolved['plays'][number]): string[] {
  return [...new Set([...hosts.values()].flatMap(({ tasks }) => namesOf(tasks)))];
}

function namesOf(trees: readonly HostTree[]): string[] {
  return leavesOf(trees).flatMap((task) => {
    if (isResolved(task)) return [`${task.name} (${task.module})`];
    if (task.kind === 'once') return namesOf(task.tasks);
    return task.kind === 'handlers' ? [] : [task.kind];
  });
}
