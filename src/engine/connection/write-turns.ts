import pLimit, { type LimitFunction } from 'p-limit';

/** Lets one piece of work at a time through, in the order in which they came. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** For a host that nobody else writes to. */
export const alone: Turn = (work) => work();

/**
 * Turns at the hosts of a run: several hosts may delegate tasks to one, and what one of them writes there would move
 * what the others have read.
 */
export class WriteTurns {
  readonly #byHost = new Map<string, LimitFunction>();

  of(host: string): Turn {
    const limit = this.#byHost.get(host) ?? pLimit(1);
    this.#byHost.set(host, limit);
    return (work) => limit(work);
  }
}
