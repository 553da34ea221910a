import { setTimeout as sleep } from 'node:timers/promises';
import { type ArmedGuard, armedGuards } from './armed.ts';
import { Observations } from './observations.ts';
import type { Reader } from './remote.ts';

/** Guarded changes of other runs did not come to their end: nobody knows how the host is going to be. */
export class Unsettled extends Error {}

/** The operator did not want to wait for that end. */
export class Interrupted extends Unsettled {}

/** Milliseconds between two looks, and seconds that a host may take to roll back. */
const PAUSE = 500;
const ROLLBACK = 60;

/**
 * Waits until guarded changes of other runs have ended, confirmed or rolled back, and says so in a sentence. Rejects
 * with `Unsettled` when they do not, or the operator interrupts the run.
 */
export async function awaitGuards(
  guards: readonly ArmedGuard[],
  remote: Reader,
  become: boolean,
  interrupted: () => boolean,
): Promise<string> {
  const names = guards.map(({ owner, label }) => `"${label}" of ${owner}`).join(', ');
  const until = Date.now() + (Math.max(...guards.map(({ seconds }) => seconds)) + ROLLBACK) * 1000;
  while (Date.now() < until && !interrupted()) {
    await sleep(PAUSE);
    const now = new Observations();
    await remote.observe([armedGuards], become, now);
    if (guardsIn(now).length === 0)
      return `A guarded change of another run was not confirmed: ${names}. It has ended, confirmed or rolled back; all that is said here is of the host afterwards.`;
  }
  const Why = interrupted() ? Interrupted : Unsettled;
  throw new Why(
    `A guarded change of another run is neither confirmed nor rolled back: ${names}. Nothing was written. Its backup lies in /var/lib/virtfleet/backups on the host.`,
  );
}

export function guardsIn(seen: Observations): readonly ArmedGuard[] {
  const known = seen.get(armedGuards);
  return known && 'value' in known ? (known.value as readonly ArmedGuard[]) : [];
}
