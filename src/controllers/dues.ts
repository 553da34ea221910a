import { duesBetween, type Timing } from '../schedule/cron.ts';

/** Milliseconds by which a check may begin late without having been missed. */
const ON_TIME = 30_000;

/** Times that are looked at once; of a longer absence the rest is decided on with the next look. */
const MOST = 1_000;

/** What is decided on, all in milliseconds since 1970. */
export interface Dues {
  /** The time for which the check begins now. */
  begins?: number;
  /** Those that passed while nobody was there. */
  missed: readonly number[];
  /** All times until this one are decided on. */
  decided: number;
}

/**
 * What to do about the times at which a check was due after `decided`, until `now`. The newest begins if it is no later
 * than usual, or with `catchesUp`; the others are missed.
 */
export function duesSince(
  timing: Timing & { catchesUp: boolean },
  { decided, now }: { decided: number; now: number },
): Dues {
  const times = duesBetween(timing, { after: decided, until: now, most: MOST });
  const newest = times.at(-1);
  if (newest === undefined) return { missed: [], decided };
  const isNewest = times.length < MOST;
  const begins = isNewest && (timing.catchesUp || now - newest <= ON_TIME);
  return begins
    ? { begins: newest, missed: times.slice(0, -1), decided: newest }
    : { missed: times, decided: newest };
}
