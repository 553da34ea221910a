import { existsSync } from 'node:fs';
import { duration } from '../../duration.ts';
import { openHistory } from '../../history/history.ts';
import { type LastChecks, lastChecks } from '../../history/questions/last-checks.ts';
import { holds } from '../../schedule/blackout.ts';
import { nextDue } from '../../schedule/cron.ts';
import { overdue } from '../../schedule/overdue.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { historyOf } from '../execution/recording.ts';
import { type Chosen, scheduleId } from './asked.ts';
import { type CheckState, checkLines } from './check-lines.ts';
import { historyNamed } from './history-named.ts';
import { notifyOverdue } from './notify-overdue.ts';
import type { Schedule } from './schedule-file.ts';

/** The exit code when a check is overdue. */
const OVERDUE = 3;

/**
 * Prints when each check runs next and what the last one found at `now` (milliseconds since 1970); resolves to the exit
 * code.
 */
export async function checkSchedule(
  schedule: Schedule,
  options: Chosen,
  io: Io,
  now: number,
): Promise<number> {
  const found = await lastOfAll(schedule, options, io);
  const maxAge = options.maxAge === undefined ? undefined : duration(options.maxAge);
  if (options.maxAge !== undefined && maxAge === undefined)
    throw new UsageError(`--max-age expects a time such as 90m, 3h or 8d, not "${options.maxAge}".`);
  const states = [...schedule.checks].flatMap(([name, check]): CheckState[] => {
    // The history keeps no other command under the name of a check: virtfleet server knows of it.
    if (check.job.kind !== 'drift') return [];
    const { last, happened } = found.get(name) ?? {};
    const ended = happened?.ended;
    const known = happened && ended !== undefined ? { started: happened.started, ended } : undefined;
    const why = overdue({ ...check, maxAge: maxAge ?? check.maxAge }, known, now);
    const isRunning =
      last !== undefined && last.ended === undefined && now - Date.parse(last.started) < check.maxDuration;
    const next = nextDue(check, now);
    const { cron, timezone } = check;
    return [{ name, cron, timezone, next, ...(last && { last }), isRunning, overdue: why }];
  });
  const silent = schedule.blackouts.filter((blackout) => holds(blackout, now));
  await notifyOverdue(states, { schedule, options, now }, io);
  const code = states.some((state) => state.overdue !== undefined) ? OVERDUE : 0;
  if (options.quiet && code === 0) return code;
  if (options.format === 'json') io.out(document(states, silent));
  else io.out(`${checkLines(states, silent, io.width).join('\n')}\n`);
  return code;
}

async function lastOfAll(
  schedule: Schedule,
  options: Chosen,
  io: Io,
): Promise<ReadonlyMap<string, LastChecks>> {
  const place = historyOf(historyNamed(schedule, options), io);
  if (place.kind === 'none') throw new UsageError('without a history nobody knows which checks happened.');
  if (place.kind === 'file' && !existsSync(place.path)) return new Map();
  const history = await openHistory(place).catch((error: unknown) => {
    throw new UsageError(`the history cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  try {
    const all: [string, LastChecks][] = [];
    for (const name of schedule.checks.keys())
      all.push([name, await lastChecks(history, scheduleId(schedule, name))]);
    return new Map(all);
  } finally {
    await history.destroy();
  }
}

function document(states: readonly CheckState[], silent: Schedule['blackouts']): string {
  const checks = states.map(({ next, last, isRunning, overdue: why, timezone, ...rest }) => ({
    ...rest,
    ...(timezone !== undefined && { timezone }),
    ...{ next: new Date(next).toISOString(), last: last ?? null, running: isRunning, overdue: why ?? null },
  }));
  const blackouts = silent.map(({ place: _, ...blackout }) => blackout);
  return `${JSON.stringify({ version: 1, checks, blackouts }, undefined, 2)}\n`;
}
