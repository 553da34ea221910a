import { type Problem, ProblemError } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';
import { type Blackout, holds } from '../../schedule/blackout.ts';

/** What a drift check is besides, when a schedule starts it. */
export interface Scheduled {
  /** What it is kept under in the history. */
  id: string;
  blackouts: readonly Blackout[];
  /** Gets which receivers did not get what changed, in sentences. */
  undelivered?(sentences: readonly string[]): void;
}

/** Says of which hosts nothing is notified at one of some times (milliseconds since 1970). Throws ProblemError. */
export function silencer(
  blackouts: readonly Blackout[],
  { select }: Pick<Resolved, 'select'>,
): (times: readonly number[]) => ReadonlySet<string> {
  const wrong: Problem[] = [];
  const all = blackouts.map((blackout) => {
    const { names, problems } = select(blackout.hosts);
    wrong.push(...problems.map((problem) => ({ ...problem, place: blackout.place })));
    return { blackout, names };
  });
  if (wrong.length > 0) throw new ProblemError(wrong);
  return (times) => {
    const now = all.filter(({ blackout }) => times.some((time) => holds(blackout, time)));
    return new Set(now.flatMap(({ names }) => names));
  };
}
