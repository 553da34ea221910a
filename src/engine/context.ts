import type { Outcome } from '../plan/outcome.ts';
import type { TaskHead } from '../playbook/task.ts';

/** What a task leaves for `register`, or `unknown` when only performing it would tell. */
export type Result = Readonly<Record<string, unknown>> | 'unknown';

/** A task that was planned or performed, with what `register` keeps of it. */
export interface Executed {
  outcome: Outcome;
  result: Result;
}

/** An outcome of a task without changes. */
export function outcomeOf(
  host: string,
  { play, name, module }: Pick<TaskHead, 'play' | 'name' | 'module'>,
  rest: Pick<Outcome, 'status'> & Partial<Outcome>,
): Outcome {
  return { host, play, task: name, module, changes: [], ...rest };
}
