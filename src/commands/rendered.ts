import type { Rendered } from '../modules/module.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Resolved } from '../run.ts';

/** A file that a host would get, and the task that has it made. */
export type RenderedFile = Rendered & { host: string; task: ResolvedTask };

/** All files that the hosts of a run would get, host by host. */
export function renderedFiles({ hosts, plays }: Pick<Resolved, 'hosts' | 'plays'>): RenderedFile[] {
  return hosts.flatMap(({ name: host }) =>
    plays.flatMap((play) => {
      const { tasks = [], handlers = [] } = play.hosts.get(host) ?? {};
      const all = [...tasks, ...handlers.flatMap((handler) => handler.tasks)];
      return all.flatMap((task) =>
        task.kind === 'task'
          ? (task.definition.rendered?.(task.desired) ?? []).map((file) => ({ ...file, host, task }))
          : [],
      );
    }),
  );
}
