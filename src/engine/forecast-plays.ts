import { type Outcome, stops } from '../plan/outcome.ts';
import type { HostPlay, PendingTask } from '../playbook/resolve/resolved-play.ts';
import type { Forecasted } from './host-plan.ts';
import { type Part, partOf } from './rollout/part.ts';
import type { Among } from './walk/among.ts';
import { playsNotStarted } from './walk/not-started.ts';
import { onFailure } from './walk/on-failure.ts';
import { FINISHED, type Walked, type Walker, walk } from './walk/play-loop.ts';

/** How a host is asked what becomes of each task, and what is told of it. */
interface Forecasting extends Pick<Walker, 'host' | 'execute' | 'ended' | 'signal'> {
  untold(task: PendingTask): void;
  /** Whether the tasks of a `rescue` that nothing called for are outcomes, too. */
  tellsSpared: boolean;
}

/** What becomes of each task of all plays of a host. */
export async function forecastPlays(
  plays: readonly HostPlay[],
  among: (play: number) => Among,
  { host, execute, ended, untold, tellsSpared, signal }: Forecasting,
): Promise<Omit<Forecasted, 'isRest'>> {
  const outcomes: Outcome[] = [];
  const unknown = new Set<Outcome>();
  const parts: Part[] = [];
  let walked: Walked = FINISHED;
  for (const [index, play] of plays.entries()) {
    const before = outcomes.length;
    /** What may disturb something, for all that is known. */
    const open: Pick<Outcome, 'task' | 'place'>[] = [];
    walked = await walk(play, among(index), {
      host,
      execute: async (task, behind) => {
        const executed = await execute(task, behind);
        if (executed === 'interrupted' || executed.outcome.status !== 'skipped') return executed;
        unknown.add(executed.outcome);
        if (executed.outcome.unverified && !task.definition.onlyReads) open.push(executed.outcome);
        return executed;
      },
      ended: (outcome) => {
        ended(outcome);
        outcomes.push(outcome);
      },
      untold: (task) => {
        untold(task);
        if (!task.onlyReads && task.module !== 'meta') open.push({ task: task.name, place: task.place });
      },
      spared: (tasks, block) => !tellsSpared || outcomes.push(...onFailure(host, tasks, block)),
      // A blocked task does not hide what else is blocked.
      stops: (outcome) => outcome.status !== 'blocked' && stops(outcome),
      signal,
    });
    parts.push(partOf(outcomes.slice(before), open));
    if (walked.kind === 'finished') continue;
    outcomes.push(...playsNotStarted(host, plays.slice(index + 1), walked.why));
    break;
  }
  return { outcomes, unknown, walked, parts };
}
