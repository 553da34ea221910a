import type { State } from '../../drift/finding.ts';

/** What a state is called. */
export function stateName(state: State): string {
  return state === 'both' ? 'drifted and pending' : state;
}
