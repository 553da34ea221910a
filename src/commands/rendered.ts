import type { Rendered } from '../modules/module.ts';
import { type ResolvedTask, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Resolved } from '../resolve.ts';

/** A file that a host would get, and its task. */
export type RenderedFile = Rendered & { host: string; task: ResolvedTask };

/** All files that the hosts of a run would get, host by host. */
export function renderedFiles({ hosts, plays }: Pick<Resolved, 'hosts' | 'plays'>): RenderedFile[] {
  return hosts.flatMap(({ name: host }) =>
    plays.flatMap((play) =>
      tasksOf(play.hosts.get(host)).flatMap((task) =>
        task.kind === 'task'
          ? (task.definition.rendered?.(task.desired) ?? []).map((file) => ({ ...file, host, task }))
          : [],
      ),
    ),
  );
}
