import type { Finding } from '../../drift/finding.ts';
import type { Commit } from '../json.ts';
import type { NextStep } from '../next-step.ts';
import type { RunRecord } from '../run-record.ts';

/** What report files are made of: a run that has ended, as plain data without secrets. */
export interface Report {
  record: RunRecord;
  /** Of a drift check: what is not in step. */
  findings?: readonly Finding[];
  /** The version of Virtfleet. */
  virtfleet: string;
  /** Of the folder of the playbook; null where it is in no git repository. */
  commit: Commit | null;
  /** As it was typed. */
  inventory: readonly string[];
  exitCode: number;
  /** Whether changes have their texts to compare. */
  diff: boolean;
  /** Which differences fail the check, as the exit code has it. */
  failOn: 'any' | 'new' | 'none';
  /** When all hosts were checked without a failure for the last time before, as the history knows it (ISO 8601). */
  lastSuccess?: string;
  /** What to do next, where something is left to be done. */
  next?: readonly NextStep[];
  /** The saved plan that it is of: what is to be known of it, by the names of facts. */
  plan?: readonly (readonly [string, string])[];
}

/** What the command line calls it. */
export const COMMANDS = { apply: 'run', check: 'run --check', drift: 'drift' } as const;

/** What the report is of: the command, or the saved plan. */
export function titleOf({ plan, record: { mode } }: Pick<Report, 'plan' | 'record'>): string {
  return plan ? 'plan' : COMMANDS[mode];
}
