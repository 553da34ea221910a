import type { ResolvedPlay } from '../playbook/resolve/resolved-play.ts';
import type { FleetState } from './walk/fleet-state.ts';

/** Hosts that go through a play at once. */
interface Turn {
  /** The hosts of the batch. */
  members: readonly string[];
  /** Those, and hosts that pass by the play. */
  batch: readonly string[];
  /** Set where it is one batch of several. */
  where?: string;
}

/** The turns of a play that is about to begin; hosts have joined groups so far. */
export function turnsOf({ name, batches, late }: ResolvedPlay, joinings: FleetState['joinings']): Turn[] {
  const parts = late?.(joinings) ?? batches;
  const inside = new Set(parts.flat());
  const passing = late ? batches.flat().filter((host) => !inside.has(host)) : [];
  const [first = [], ...others] = parts;
  return [first, ...others].map((members, number): Turn => {
    const where = `Batch ${number + 1} of ${parts.length} of play "${name}"`;
    const batch = number === 0 ? [...members, ...passing] : members;
    return { members, batch, ...(parts.length > 1 && { where }) };
  });
}

/** Why nothing starts behind hosts of which `failed` came to no good end; `where` names a batch of several. */
export function reasonToEnd(
  { failed, all }: { failed: number; all: number },
  where: string | undefined,
  { name, mostFailed }: ResolvedPlay,
): string | undefined {
  if (where !== undefined && failed === all) return `${where} failed on all of its hosts.`;
  if (mostFailed === undefined || failed === 0 || (failed * 100) / all <= mostFailed) return undefined;
  return `${where ?? `Play "${name}"`} failed on ${failed} of its ${all} hosts, more than it allows.`;
}
