import type { Outcome } from '../plan/outcome.ts';
import { type HostPlay, type ResolvedTask, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Part } from './rollout/part.ts';
import type { Walked } from './walk/play-loop.ts';

/** A plan of all plays of a host. */
export interface Forecasted {
  outcomes: Outcome[];
  /** Those of which only a real run tells what comes of them. */
  unknown: ReadonlySet<Outcome>;
  walked: Walked;
  /** What each play comes to. */
  parts: readonly Part[];
  /** Whether a run would write nothing at all. */
  isRest: boolean;
}

/** Whether a task would leave its host as it is. */
export function isQuiet({ status, unverified }: Outcome): boolean {
  return !unverified && (status === 'ok' || status === 'skipped');
}

/** The tasks that a play does on its host, handlers among them, of which all is known but the host's state. */
export function resolvedTasks(play: HostPlay): ResolvedTask[] {
  return tasksOf(play).filter(
    (task): task is ResolvedTask => task.kind === 'task' && task.delegateTo === undefined,
  );
}
