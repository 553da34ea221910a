import type { PlannedHost } from '../engine/host-settings.ts';
import { hiddenTexts } from '../hidden-texts.ts';
import type { Rendered } from '../modules/module.ts';
import { STARS } from '../plan/task-record.ts';
import { type HostPlay, type ResolvedTask, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Resolved } from '../resolve.ts';
import { run } from '../run.ts';
import type { RunRequest } from '../run-request.ts';
import type { Io } from './command.ts';

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

/** The same with the files of tasks that waited for what hosts answer, behind the others: a snapshot answers. */
export async function answeredFiles(
  resolved: Resolved,
  request: RunRequest,
  io: Io,
): Promise<RenderedFile[]> {
  const files = renderedFiles(resolved);
  const late = new Map<string, RenderedFile[]>();
  const known = new Set(files.map(keyOf));
  const review = (host: string) => ({
    probes: [],
    planned: ({ tasks }: PlannedHost) => {
      const own = tasks.flatMap(({ task }) => filesOfTask(task).map((file) => ({ ...file, host })));
      late.set(
        host,
        own.filter((file) => !known.has(keyOf(file))),
      );
      return undefined;
    },
    forbids: () => undefined,
  });
  const [bug] = await run(resolved, { ...request, mode: 'check', review }, [], io);
  if (bug !== undefined) throw bug;
  return resolved.hosts.flatMap(({ name }) => [
    ...files.filter(({ host }) => host === name),
    ...(late.get(name) ?? []),
  ]);
}

function keyOf({ host, name, task: { place } }: RenderedFile): string {
  return JSON.stringify([host, name, place.file, place.line, place.column]);
}

function filesOf(play: HostPlay) {
  return tasksOf(play).flatMap((task) => (task.kind === 'task' ? filesOfTask(task) : []));
}

function filesOfTask(task: ResolvedTask) {
  return (task.definition.rendered?.(task.desired) ?? []).map((file) => ({ ...file, task }));
}
