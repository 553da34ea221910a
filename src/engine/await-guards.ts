import { pause } from '../plan/interrupts.ts';
import { quote } from '../plan/quote.ts';
import type { HostReader } from './connection/host-reader.ts';
import { type ArmedGuard, armedGuards } from './guard/armed-guards.ts';
import { folderOf } from './guard/guard.ts';
import { Observations } from './script/observations.ts';

/** Guarded changes of other runs did not come to their end: nobody knows how the host is going to be. */
export class Unsettled extends Error {}

/** The operator did not want to wait for that end. */
export class Interrupted extends Unsettled {}

/** Milliseconds between two looks, and seconds that a host may take to roll back. */
const PAUSE = 500;
const ROLLBACK = 60;

/**
 * Waits until guarded changes of other runs have ended, confirmed or rolled back, those too that begin meanwhile, and
 * says so in a sentence. Rejects with `Unsettled` when they do not end, or the operator interrupts the run.
 */
export async function awaitGuards(
  first: readonly ArmedGuard[],
  remote: HostReader,
  become: boolean,
  signal: AbortSignal,
): Promise<string> {
  const met = new Set(first.map(nameOf));
  let guards = first;
  while (guards.some(({ seconds }) => seconds > -ROLLBACK) && !signal.aborted) {
    await pause(PAUSE, signal);
    const now = new Observations();
    await remote.observe([armedGuards], become, now);
    guards = guardsIn(now) ?? guards;
    for (const guard of guards) met.add(nameOf(guard));
  }
  if (guards.length > 0) throw new (signal.aborted ? Interrupted : Unsettled)(unsettled(guards));
  return `A guarded change of another run was not confirmed: ${[...met].join(', ')}. It has ended, confirmed or rolled back; all that is said here is of the host afterwards.`;
}

/** Undefined where they could not be read. */
export function guardsIn(current: Observations): readonly ArmedGuard[] | undefined {
  const known = current.get(armedGuards);
  return known && 'value' in known ? (known.value as readonly ArmedGuard[]) : undefined;
}

function nameOf({ owner, label }: ArmedGuard): string {
  return `"${label}" of ${owner}`;
}

function unsettled(guards: readonly ArmedGuard[]): string {
  return [
    `A guarded change of another run is neither confirmed nor rolled back: ${guards.map(nameOf).join(', ')}. Nothing was written. Roll it back on the host, as root:`,
    ...guards.map((guard) => `  ${quote(['sh', `${folderOf(guard)}/restore`])}`),
  ].join('\n');
}
