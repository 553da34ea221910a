import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';
import type { FleetState } from '../walk/fleet-state.ts';

/** Hosts that go through a play at once, as it is written. */
export interface Turn {
  /** The hosts of the batch. */
  members: readonly string[];
  /** Those, and hosts that pass by the play. */
  batch: readonly string[];
}

/** The turns of a play that is about to begin; hosts have joined groups so far. */
export function turnsOf({ batches, late }: ResolvedPlay, joinings: FleetState['joinings']): Turn[] {
  const parts = late?.(joinings) ?? batches;
  const inside = new Set(parts.flat());
  const passing = late ? batches.flat().filter((host) => !inside.has(host)) : [];
  const [first = [], ...others] = parts;
  return [first, ...others].map((members, number) => ({
    members,
    batch: number === 0 ? [...members, ...passing] : members,
  }));
}
