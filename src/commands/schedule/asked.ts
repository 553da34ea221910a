import { didYouMean } from '../../template/suggest.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import type { schedule as declaration } from '../declaration/schedule.ts';
import { readSchedule, type Schedule, type WrittenCheck } from './schedule-file.ts';

export type Chosen = Values<(typeof declaration)['options']>;

/** What `virtfleet schedule` is asked about a check that may not be in schedule.yaml any more. */
export interface Named {
  name: string;
  options: Chosen;
  io: Io;
}

/** What it is asked about one that is. */
export interface Asked extends Named {
  check: WrittenCheck;
  schedule: Schedule;
}

/** The path of schedule.yaml. */
export function scheduleFile({ file = 'schedule.yaml' }: Chosen): string {
  return file;
}

/** The schedule that the options name. Throws ProblemError. */
export function scheduleOf(options: Chosen): Schedule {
  return readSchedule(scheduleFile(options));
}

/** A check by its name. Throws UsageError. */
export function checkNamed(schedule: Schedule, name: string): WrittenCheck {
  const check = schedule.checks.get(name);
  if (check) return check;
  const known = [...schedule.checks.keys()];
  const { hint = known.length > 0 ? `It has ${known.join(', ')}.` : '' } = didYouMean(name, known);
  throw new UsageError(`the schedule has no check ${name}. ${hint}`.trimEnd());
}

/** A check that this machine may do by itself: only `virtfleet server` hands out the others. Throws UsageError. */
export function driftCheckNamed(schedule: Schedule, name: string): WrittenCheck {
  const check = checkNamed(schedule, name);
  const { kind } = check.job;
  if (kind === 'drift') return check;
  throw new UsageError(
    `${name} has command: ${kind}, which only workers of virtfleet server do; here is what checks drift. By hand it is virtfleet ${kind} ${check.playbooks.join(' ')}.`,
  );
}

/** What a check is kept under in the history. */
export function scheduleId(schedule: Schedule, name: string): string {
  return `${name} of ${schedule.project}`;
}
