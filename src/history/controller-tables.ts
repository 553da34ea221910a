/** The tables of many controllers (src/controllers/), with types as in `Tables`. Times are of the clock of the database. */
export interface ControllerTables {
  jobs: JobTable;
  job_hosts: JobHostTable;
  dues: DueTable;
  workers: WorkerTable;
}

/**
 * What became of hosts of a region when a check was due: a job for a worker, or a row on why there is none. Every host is
 * in one row for each time that the check was due.
 */
export interface JobTable {
  id: string;
  /** As `schedule` of a run. */
  schedule: string;
  /** The name of the check in schedule.yaml. */
  name: string;
  kind: JobKind;
  region: string;
  /** When the check was due, and how many times: those that were missed one after the other are one row. */
  due: string;
  times: number;
  /** Nobody begins before this, or after the deadline. */
  begins: string;
  deadline: string;
  commit_id: string;
  /** A digest of hosts and groups. */
  inventory_digest: string;
  /** A JSON array. */
  hosts: string;
  state: JobState;
  /** Why there is no result, or why none of the workers wants it so far; of one that has ended, what is missing yet. */
  reason: string | null;
  worker: string | null;
  /** How often it was begun. Only who began last may write results. */
  attempt: number;
  /** Until when the worker has it for itself. */
  until: string | null;
  ended: string | null;
  exit_code: number | null;
}

export const JOB_KINDS = ['drift', 'audit', 'run'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** The states of a job that may still end. */
export const OPEN = ['queued', 'running'] as const;

/** `queued` and `running` are open; all others but `ended` have no result, and are alarms. */
export type JobState = (typeof OPEN)[number] | 'ended' | 'failed' | 'lost' | 'skipped' | 'missed' | 'paused';

/** How a host of a job ended: a row for each job and host, whoever delivers it how often. */
export interface JobHostTable {
  job: string;
  host: string;
  state: string;
  attempt: number;
}

/** How far a check of a schedule is. */
export interface DueTable {
  schedule: string;
  /** All times until this one are decided on. */
  decided: string;
  /** Why it is paused; null while it is not. */
  paused: string | null;
  /** When it was begun to count failures: when it was first seen, or resumed. */
  since: string;
}

export interface WorkerTable {
  /** Its project and its region tell it from others of its name. */
  project: string;
  name: string;
  region: string;
  /** Its last sign of life. */
  seen: string;
  capacity: number;
  busy: number;
  commit_id: string;
  version: string;
  /** Where its queue is, without user and password. */
  queue: string;
  /** What the queue calls itself: it may have several addresses. Empty until it answered. */
  queue_id: string;
  /** Why it does not reach its queue; empty while it does. */
  trouble: string;
}
