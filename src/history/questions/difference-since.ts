import type { History } from '../history.ts';
import { outcomesAt } from './outcomes-at.ts';
import type { At } from './timeline.ts';

/** A difference between a host and what is described, the same from run to run. */
export interface Difference {
  host: string;
  /** Such as `network default`. */
  resource: string;
  /** As its change names it: `reservation vm1`. */
  what: string;
}

/** Since when there is a difference. */
export interface Since {
  /** The first run that found it, after the last that did not; absent when no run that is kept found it. */
  firstSeen?: At;
  /** The last run that found the resource without it, or made it go. */
  lastInStep?: At;
}

/**
 * Since when a difference is there, by the runs before `before` (a run's number; absent: by all). A run in which the
 * resource was not seen, because the host was unreachable or its task failed or was skipped, says nothing.
 */
export async function differenceSince(
  history: History,
  difference: Difference,
  before?: number,
): Promise<Since> {
  const lastInStep = await first(sightings(history, difference, before, false).orderBy('tasks.run', 'desc'));
  const found = sightings(history, difference, before, true).orderBy('tasks.run');
  const firstSeen = await first(lastInStep ? found.where('tasks.run', '>', lastInStep.run) : found);
  return { ...(firstSeen && { firstSeen }), ...(lastInStep && { lastInStep }) };
}

/** Outcomes that show the resource with the difference, or without it. */
function sightings(
  history: History,
  { host, resource, what }: Difference,
  before: number | undefined,
  has: boolean,
) {
  const query = outcomesAt(history, host, resource)
    .innerJoin('runs', 'runs.number', 'tasks.run')
    .where(({ and, or, not, eb, exists, selectFrom }) => {
      const named = exists(
        selectFrom('changes')
          .select('position')
          .whereRef('changes.run', '=', 'outcomes.run')
          .whereRef('changes.seq', '=', 'outcomes.seq')
          .where('what', '=', what),
      );
      const differs = eb('status', '=', 'would-change');
      const without = or([eb('status', 'in', ['ok', 'changed']), and([differs, not(named)])]);
      // The doctor asks only whether a resource works: it is without the difference only where it made it go.
      const looked = or([
        not(eb('runs.playbooks', 'like', '["doctor %')),
        and([eb('status', '=', 'changed'), named]),
      ]);
      return has ? and([differs, named]) : and([without, looked]);
    })
    .select(['tasks.run', 'runs.started as time'])
    .limit(1);
  return before === undefined ? query : query.where('tasks.run', '<', before);
}

async function first(query: { executeTakeFirst(): Promise<At | undefined> }): Promise<At | undefined> {
  return query.executeTakeFirst();
}
