import { hiddenTexts } from '../hidden-texts.ts';
import type { Rendered } from '../modules/module.ts';
import { STARS } from '../plan/task-record.ts';
import { type HostPlay, type ResolvedTask, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Resolved } from '../resolve.ts';

/** A file that a host would get, and its task. */
export type RenderedFile = Rendered & { host: string; task: ResolvedTask };

/** The same file without what is to be kept secret: a task with `no_log` shows neither its name nor its text. */
export function withoutSecrets({ name, text, ...file }: RenderedFile): RenderedFile {
  if (file.task.noLog) return { ...file, name: STARS, text: `${STARS}\n` };
  return { ...file, ...hiddenTexts.concealAll({ name, text }) };
}

/** The files that the hosts of a run would get, host by host; all, or those that are `chosen`. */
export function renderedFiles(
  { hosts, plays }: Pick<Resolved, 'hosts' | 'plays'>,
  chosen: (file: Rendered) => boolean = () => true,
): RenderedFile[] {
  // Hosts that are alike share their plays.
  const known = new Map<HostPlay, ReturnType<typeof filesOf>>();
  return hosts.flatMap(({ name: host }) =>
    plays.flatMap(({ hosts: all }) => {
      const play = all.get(host);
      if (!play) return [];
      const files = known.get(play) ?? filesOf(play).filter(chosen);
      known.set(play, files);
      return files.map((file) => ({ ...file, host }));
    }),
  );
}

function filesOf(play: HostPlay) {
  return tasksOf(play).flatMap((task) =>
    task.kind === 'task'
      ? (task.definition.rendered?.(task.desired) ?? []).map((file) => ({ ...file, task }))
      : [],
  );
}
