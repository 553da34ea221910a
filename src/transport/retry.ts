import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** How often in all. */
  tries: number;
  /** Milliseconds that the first pause is at most; it doubles from pause to pause, up to `longest`. */
  first: number;
  longest: number;
  random: () => number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

export const PATIENCE: Patience = {
  tries: 3,
  first: 500,
  longest: 5_000,
  random: Math.random,
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

/**
 * Tries again while the failure is one that may pass. Pauses grow, with full jitter: many hosts do not come back at
 * once. Rejects with the last failure, or with the signal's reason when it aborts a pause.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { tries, first, longest, random, sleep }: Patience,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= tries || !mayPass(error)) throw error;
      await sleep(random() * Math.min(longest, first * 2 ** (failures - 1)), signal).catch((broken) => {
        // A timer that is aborted rejects with an AbortError of its own, whatever the signal's reason is.
        throw signal?.aborted ? signal.reason : broken;
      });
    }
  }
}
