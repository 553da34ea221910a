import type { ResolvedTask } from '../playbook/task.ts';
import type { Place } from '../problem.ts';
import type { Result } from './context.ts';

/** What a name holds when its task did not run. */
const NEVER_RAN: Result = { changed: false, failed: false, skipped: true };

/** What tasks have registered on one host; it outlives the plays. */
export class Registered {
  readonly #results = new Map<string, Result>();
  /** The loop whose items come in now; it is known by the place of its task. */
  #loop: Place | undefined;

  get(name: string): Result {
    return this.#results.get(name) ?? NEVER_RAN;
  }

  skip(name: string): void {
    this.#results.set(name, NEVER_RAN);
  }

  /** The results of a loop are gathered under its name as `results`, as Ansible does. */
  keep({ register, looped, place }: ResolvedTask, result: Result): void {
    const isSameLoop = looped && this.#loop === place;
    this.#loop = looped ? place : undefined;
    if (register === undefined) return;
    const before = isSameLoop ? this.#results.get(register) : undefined;
    this.#results.set(register, looped ? gathered(before, result) : result);
  }
}

function gathered(before: Result | undefined, result: Result): Result {
  if (before === 'unknown' || result === 'unknown') return 'unknown';
  const earlier = Array.isArray(before?.results) ? before.results : [];
  return {
    changed: before?.changed === true || result.changed === true,
    failed: before?.failed === true || result.failed === true,
    results: [...earlier, result],
  };
}
