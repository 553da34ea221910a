import pLimit, { type LimitFunction } from 'p-limit';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';

/** Bounds how many hosts do a task with `throttle` at the same time. */
export class Throttles {
  readonly #limits = new Map<string, LimitFunction>();

  use<T>({ throttle, place }: ResolvedTask, work: () => Promise<T>): Promise<T> {
    if (throttle === undefined) return work();
    const key = `${place.file}:${place.line}:${place.column}`;
    const limit = this.#limits.get(key) ?? pLimit(throttle);
    this.#limits.set(key, limit);
    return limit(work);
  }
}
