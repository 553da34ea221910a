import { nextDue, type Timing } from '../schedule/cron.ts';

/** Milliseconds by which a check may begin late without having been missed. */
const ON_TIME = 30_000;

/** Times that are looked at; of a longer absence the rest is told as one. */
const MOST = 10_000;

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
  const times: number[] = [];
  for (let due = nextDue(timing, decided); due <= now && times.length < MOST; due = nextDue(timing, due))
    times.push(due);
  const newest = times.at(-1);
  if (newest === undefined) return { missed: [], decided };
  const begins = timing.catchesUp || now - newest <= ON_TIME;
  return begins
    ? { begins: newest, missed: times.slice(0, -1), decided: newest }
    : { missed: times, decided: newest };
}
