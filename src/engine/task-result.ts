import type { Outcome } from '../plan/outcome.ts';
import type { Timing } from '../plan/task-record.ts';
import type { ResolvedTask, TaskHead } from '../playbook/resolve/resolved-play.ts';

/** What a task leaves for `register`, or `unknown` when only performing it would tell. */
export type Result = Readonly<Record<string, unknown>> | 'unknown';

/** A task that was planned or performed, with what `register` keeps of it. */
export interface Executed {
  outcome: Outcome;
  result: Result;
  /** Set where it was done among others. */
  timing?: Timing;
}

/** What is reported of a task, or of what stands for one. */
export type Heading = Pick<TaskHead, 'play' | 'name' | 'module'> &
  Partial<TaskHead & Pick<ResolvedTask, 'definition' | 'desired'>>;

/** An outcome of a task without changes. */
export function outcomeOf(
  host: string,
  { play, name, module, place, noLog, definition, desired }: Heading,
  rest: Pick<Outcome, 'status'> & Partial<Outcome>,
): Outcome {
  const { file = '', line = 0, column = 0 } = place ?? {};
  // What Virtfleet makes up itself is written nowhere.
  const written = file !== '' && { place: { file, line, column } };
  const resource = noLog ? undefined : definition?.resource?.(desired);
  return {
    host,
    play,
    task: name,
    module,
    ...(resource !== undefined && { resource }),
    ...written,
    ...(noLog && { noLog }),
    changes: [],
    ...rest,
  };
}

/** Stands for the task of an outcome that is none's. */
export const CONNECT: Heading = { play: '', name: 'connect', module: '' };
export const GUARDS: Heading = { play: '', name: 'wait for another run', module: '' };

/** Stands before the tasks of a host on which a saved plan may not be applied. */
export function refused(host: string, message: string): Outcome {
  const heading = { play: '', name: 'saved plan', module: '' };
  return outcomeOf(host, heading, { status: 'blocked', message });
}
