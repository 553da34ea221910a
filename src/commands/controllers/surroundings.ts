import type { HistoryPlace } from '../../history/history-place.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import type { server, worker } from '../declaration/schedule.ts';
import { historyOf } from '../execution/recording.ts';
import { readSchedule, type Schedule } from '../schedule/schedule-file.ts';
import { queueUrl } from './queue-url.ts';

export type ServerOptions = Values<(typeof server)['options']>;
export type WorkerOptions = Values<(typeof worker)['options']>;
type Chosen = Pick<ServerOptions & WorkerOptions, 'file' | 'queue' | 'history'>;

/** What a controller works with. */
export interface Surroundings {
  /** Path of schedule.yaml. */
  file: string;
  schedule: Schedule;
  place: Exclude<HistoryPlace, { kind: 'none' }>;
  /** The URL of the queue, which may have a password. */
  queue: string;
}

/** Throws UsageError and ProblemError for what makes no sense with many controllers. */
export function surroundingsOf({ file = 'schedule.yaml', queue, history }: Chosen, io: Io): Surroundings {
  const schedule = sharedSchedule(file);
  const place = historyOf(history ?? schedule.history, io);
  if (place.kind !== 'postgres')
    throw new UsageError(
      'controllers share a history in PostgreSQL: name it with --history postgres://USER@HOST/DATABASE.',
    );
  return { file, schedule, place, queue: queueUrl(queue, io) };
}

/** schedule.yaml, as all controllers understand it alike. Throws ProblemError. */
export function sharedSchedule(file: string): Schedule {
  const schedule = readSchedule(file);
  const problems: Problem[] = [];
  const wrong = (detail: string, hint: string) =>
    problems.push({
      code: 'controllers',
      summary: 'schedule.yaml is not for many controllers',
      detail,
      hint,
    });
  if (!schedule.isNamed)
    wrong(
      `${file} has no project: each controller would call it by its own folder.`,
      'Write project: NAME into it.',
    );
  if (schedule.regions.size === 0)
    wrong(`${file} has no regions.`, 'Write regions: with a name and a pattern of hosts for each.');
  for (const [name, { reports }] of schedule.checks)
    if (Object.values(reports).some((path) => path !== undefined))
      wrong(
        `${name} has reports, which are files of one machine.`,
        'Take them out: the page and /metrics of virtfleet server have what they had.',
      );
  if (problems.length > 0) throw new ProblemError(problems);
  return schedule;
}
