import type { Finding } from '../drift/finding.ts';
import type { ChangeRecord, TaskRecord } from '../plan/task-record.ts';

/** What a drift check saw, as far as it is of interest to somebody. */
export interface Check {
  tasks: readonly TaskRecord[];
  hosts: readonly string[];
  findings: readonly Finding[];
  /** Hosts that were searched for what no task describes. */
  searched: ReadonlySet<string>;
  /** Hosts in a blackout: nothing is notified of them until it is over. */
  silenced: ReadonlySet<string>;
  /** Whether all tasks of the playbooks were looked at: no tags chose among them. */
  hasAllTasks: boolean;
  /** Whether `hosts` are all hosts of the playbooks: nothing limited them. */
  hasAllHosts: boolean;
  /** When it ended (ISO 8601). */
  time: string;
}

/** The ways in which a state can change. */
export const KINDS = ['alarm', 'overdue', 'new', 'unreachable', 'failed', 'gone', 'back', 'over'] as const;
export type Kind = (typeof KINDS)[number];

/** A change of state: of one resource on one host, or of the host. */
export interface StateEvent {
  kind: Kind;
  host: string;
  /** Absent where it is the host. */
  resource?: string;
  /** Why it differs. */
  state?: string;
  /** The differences, a line each. */
  lines: readonly string[];
  /** The same for programs; of what is gone only the lines are known. */
  changes?: readonly Pick<ChangeRecord, 'what' | 'before' | 'after'>[];
  /** Of what is gone or back: since when it had been so (ISO 8601). */
  since?: string;
  /** By whom, where that is known or guessed. */
  suspect?: Finding['suspect'];
  /** Why a host could not be checked, or why something is gone. */
  message?: string;
}
