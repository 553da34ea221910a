import { didYouMean } from '../../template/suggest.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import type { schedule as declaration } from '../declaration/schedule.ts';
import { readSchedule, type Schedule, type WrittenCheck } from './schedule-file.ts';

export type Chosen = Values<(typeof declaration)['options']>;

/** What `virtfleet schedule` is asked about one check. */
export interface Asked {
  name: string;
  check: WrittenCheck;
  schedule: Schedule;
  options: Chosen;
  io: Io;
}

/** The schedule that the options name. Throws ProblemError. */
export function scheduleOf({ file }: Chosen): Schedule {
  return readSchedule(file ?? 'schedule.yaml');
}

/** A check by its name. Throws UsageError. */
export function checkNamed(schedule: Schedule, name: string): WrittenCheck {
  const check = schedule.checks.get(name);
  if (check) return check;
  const known = [...schedule.checks.keys()];
  const { hint = known.length > 0 ? `It has ${known.join(', ')}.` : '' } = didYouMean(name, known);
  throw new UsageError(`the schedule has no check ${name}. ${hint}`.trimEnd());
}

/** What a check is kept under in the history. */
export function scheduleId(schedule: Schedule, name: string): string {
  return `${name} of ${schedule.project}`;
}
