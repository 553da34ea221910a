import type { Cause } from '../plan/change.ts';
import type { Witness } from '../plan/evidence.ts';
import type { Applied } from '../plan/outcome.ts';
import type { ChangeRecord, TaskRecord } from '../plan/task-record.ts';

/** A run of the history. */
export interface At {
  /** Its number. */
  run: number;
  /** ISO 8601. */
  time: string;
}

/** Since when something differs, by the runs that are kept. */
export interface Since {
  firstSeen?: At;
  lastInStep?: At;
}

/** What a host and resource are found to be. One that is in step has no finding. */
export type State = Cause | 'waived' | 'unmanaged';

/** Who is believed to have changed something: known where Virtfleet did it itself, else a guess. */
export interface Suspect extends Witness {
  certain: boolean;
}

/** One difference; it is new where no earlier run found it. */
export type Difference = ChangeRecord & { isNew: boolean };

/** What a difference is about, whatever its copy. */
export function subjectOf({ what, subject = what }: ChangeRecord): string {
  return subject;
}

/** What a drift check found on one host about one resource. */
export interface Finding {
  host: string;
  /** `network lab`; the module and the task where it has no other name. */
  resource: string;
  /** Of what is unmanaged: the resource that it is a part of, which a task describes. */
  within?: string;
  task: string;
  /** Where the task is written. */
  place?: TaskRecord['place'];
  state: State;
  /** The differences, as a run would close them. */
  changes: readonly Difference[];
  /** Why it is not known, or what a run would not do. */
  message?: string;
  /** No earlier run found one of the differences, or it was gone in between. */
  isNew: boolean;
  /** Since when the oldest of them is there. */
  since: Since;
  applied?: Applied;
  suspect?: Suspect;
  /** Of what is waived: why, who says so, and until when. */
  waiver?: { reason: string; who: string; until: string };
}

/** What a task is about: the same in the history. */
export function resourceOf({ module, task, resource }: TaskRecord): string {
  return resource ?? `${module} ${task}`;
}
