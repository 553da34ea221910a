import type { Generated } from 'kysely';
import type { ControllerTables } from './controller-tables.ts';

/**
 * The tables of the history, for SQLite and PostgreSQL alike. Times are ISO 8601 in UTC, truth values 0 and 1, lists
 * JSON arrays. A run is `run`, its number; the parts of a run have the numbers that the recorder gives them.
 */
export interface Tables extends ControllerTables {
  runs: RunTable;
  hosts: HostTable;
  tasks: TaskTable;
  outcomes: OutcomeTable;
  changes: ChangeTable;
  downtimes: DowntimeTable;
  findings: FindingsTable;
  waves: WaveTable;
  receivers: ReceiverTable;
  alerts: AlertTable;
}

export interface RunTable {
  number: Generated<number>;
  /** The id that the journals and the locks of the hosts have, too. */
  id: string;
  mode: RunMode;
  started: string;
  /** Null while the run goes on, and of one that was killed. */
  ended: string | null;
  exit_code: number | null;
  operator: string;
  machine: string;
  version: string;
  playbooks: string;
  inventory: string;
  inventory_hash: string;
  limit_pattern: string | null;
  tags: string;
  skip_tags: string;
  /** Of the folder of the first playbook; null outside of a repository. */
  commit_id: string | null;
  commit_changed: number | null;
  /** The scheduled check that it was; null of what somebody typed. */
  schedule: string | null;
  /** The number of the run that it goes on with; null of one that began anew. */
  resumes: number | null;
  /** An `Asked` as JSON; null of what an older Virtfleet kept. */
  asked: string | null;
  /** The id of the saved plan that was applied; null of any other run. */
  saved_plan: string | null;
}

export type RunMode = 'run' | 'check' | 'drift';

export interface HostTable {
  run: number;
  host: string;
  /** How the host ended; null while it is not done. */
  state: HostState | null;
  ok: number;
  changed: number;
  failed: number;
  skipped: number;
  blocked: number;
  unreachable: number;
  rescued: number;
  not_started: number;
}

/** From the best to the worst. `differs` is of dry runs, `lost` a host that went away while it was written to. */
export const HOST_STATES = [
  'ok',
  'changed',
  'differs',
  'not-started',
  'unreachable',
  'blocked',
  'failed',
  'lost',
] as const;
export type HostState = (typeof HOST_STATES)[number];

/** What the outcomes of many hosts share. */
export interface TaskTable {
  run: number;
  task: number;
  play: string;
  name: string;
  module: string;
  /** What it is about, the same from run to run: `network default`. */
  resource: string;
  file: string | null;
  line: number | null;
  col: number | null;
}

export interface OutcomeTable {
  run: number;
  /** Counts from 1 in the order in which tasks ended. */
  seq: number;
  host: string;
  task: number;
  status: string;
  message: string | null;
  warnings: string | null;
  ignored: number;
  rescued: number;
  unverified: number;
  /** Milliseconds from the start of the run to the start of the task; null of one that never began. */
  began_ms: number | null;
  /** The same to its end. */
  ended_ms: number;
  /** By which run it was applied last, as JSON. */
  applied: string | null;
}

export interface ChangeTable {
  run: number;
  seq: number;
  position: number;
  action: string;
  proof: string;
  what: string;
  before: string | null;
  after: string | null;
  /** The impact as JSON. */
  impact: string;
  /** Why it differs; null of what no drift check found. */
  cause: string | null;
  copies: string | null;
  /** Two texts to compare; null where there are none, or they are too long to keep. */
  diff_label: string | null;
  diff_before: string | null;
  diff_after: string | null;
}

export interface DowntimeTable {
  run: number;
  seq: number;
  position: number;
  interface: string;
  guest: string | null;
  mac: string | null;
  ms: number;
}

/** What a drift check found: one row of each that came to its end. */
export interface FindingsTable {
  run: number;
  /** A JSON array of findings; their texts to compare are those of the changes. */
  findings: string;
  /** A JSON array of hosts whose login user could not become root. */
  unprivileged: string;
}

/** How far a wave of a play has come: `waiting`, `begun`, `ended`, at a gate behind it, or `stopped` there. */
export interface WaveTable {
  run: number;
  play: string;
  /** Counts from 1. */
  wave: number;
  what: string;
  /** A JSON array of hosts; those that failed as well. */
  hosts: string;
  failed: string;
  state: 'waiting' | 'begun' | 'ended' | 'gate' | 'stopped';
  /** The gate that was asked last, or why nothing begins behind the wave. */
  message: string | null;
}

/** Somebody who is notified of what changes: a URL, a command or a screen, as a digest with the check it is about. */
export interface ReceiverTable {
  receiver: string;
  /** Who reports to it now; null for nobody. */
  holder: string | null;
  /** Until when (milliseconds since 1970). */
  until: number;
  /** How many reports it got. */
  reports: number;
}

/** What a receiver knows to be wrong. */
export interface AlertTable {
  receiver: string;
  host: string;
  resource: string;
  what: string;
  state: string;
  text: string;
  since: string;
}

/** The tables whose rows belong to a run, and go with it. */
export const PARTS = ['hosts', 'tasks', 'outcomes', 'changes', 'downtimes', 'findings', 'waves'] as const;
