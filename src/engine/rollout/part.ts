import { createHash } from 'node:crypto';
import { type Change, exceeds } from '../../plan/change.ts';
import type { Outcome } from '../../plan/outcome.ts';

/** What a play comes to on one host, as it was planned there. */
export interface Part {
  /** Whether more than nothing is disturbed, or only a real run tells. */
  disturbs: boolean;
  /** Whether anything is changed. */
  changes: boolean;
  /** The same on hosts on which the same tasks make the same kinds of changes. */
  kind: string;
  /** How many guests the changes meet. */
  guests: number;
}

export const NO_PART: Part = { disturbs: false, changes: false, kind: '', guests: 0 };

/** A task of which only a real run tells what it comes to. */
type Unknown = Pick<Outcome, 'task' | 'place'>;

/** `unknown` are tasks that may disturb something. */
export function partOf(outcomes: readonly Outcome[], unknown: readonly Unknown[]): Part {
  const coming = outcomes.filter(({ status }) => status === 'would-change');
  const changes = coming.flatMap((outcome) => outcome.changes);
  const met = changes.flatMap(({ impact }) => impact.guests ?? []);
  return {
    disturbs: unknown.length > 0 || changes.some(({ impact }) => exceeds(impact.disruption, 'none')),
    changes: unknown.length > 0 || coming.length > 0,
    kind: kindOf([
      ...coming.flatMap((outcome) =>
        outcome.changes.map((change) => [...whereOf(outcome), ...sortOf(change)]),
      ),
      ...unknown.map((task) => [...whereOf(task), 'unknown']),
    ]),
    guests: new Set(met.map(({ guest }) => guest)).size,
  };
}

function kindOf(words: readonly (readonly (string | number)[])[]): string {
  const all = [...new Set(words.map((each) => JSON.stringify(each)))].toSorted();
  // There may be thousands of hosts: what is kept of each is short.
  return createHash('sha256').update(all.join('\n')).digest('base64');
}

function whereOf({ task, place }: Unknown): (string | number)[] {
  return place ? [place.file, place.line, place.column] : [task];
}

/** What a change is, without the names in it: `reservation` of `reservation vm1`. */
function sortOf({ action, what, impact }: Change): string[] {
  return [action, what.split(' ', 1)[0] ?? '', impact.disruption];
}
