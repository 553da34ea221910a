import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** Number of attempts. */
  tries: number;
  /** Upper limit of the first pause in milliseconds. It doubles with each pause, up to `longest`. */
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
 * Retries temporary failures. Pauses grow, with full jitter, so that many hosts do not retry at
 * the same time. Rejects with the last failure, or with the signal's reason if it aborts a pause.
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
        // An aborted timer rejects with its own AbortError, not with the signal's reason.
        throw signal?.aborted ? signal.reason : broken;
      });
    }
  }
}
