import type { Probes } from '../../plan/probe.ts';

/** A task as far as a reader that keeps answers has to know it: what it wants of a host may be secret. */
export interface AskingTask {
  noLog?: true;
  desired: unknown;
  definition: { observe(desired: never): Probes };
}

/** The tasks that ask; none where a command does. */
export type Asking = readonly AskingTask[];
