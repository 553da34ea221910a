import { existsSync } from 'node:fs';
import { duration } from '../../duration.ts';
import { type History, openHistory } from '../../history/history.ts';
import type { HistoryPlace } from '../../history/history-place.ts';
import { holds } from '../../schedule/blackout.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { historyOf } from '../execution/recording.ts';
import type { Chosen } from './asked.ts';
import { type CheckStates, checkLines } from './check-lines.ts';
import { historyNamed } from './history-named.ts';
import { notifyOverdue } from './notify-overdue.ts';
import { ownStates } from './own-states.ts';
import { regionStates } from './region-states.ts';
import type { Schedule } from './schedule-file.ts';

/** The exit code when something is wrong, such as a check that is overdue. */
const WRONG = 3;

/**
 * Prints when each check is due next, what the last one found, and what is wrong at `now` (milliseconds since 1970);
 * resolves to the exit code.
 */
export async function checkSchedule(
  schedule: Schedule,
  options: Chosen,
  io: Io,
  now: number,
): Promise<number> {
  const place = historyOf(historyNamed(schedule, options), io);
  if (place.kind === 'none') throw new UsageError('without a history nobody knows which checks happened.');
  const asked = { now, maxAge: maxAgeOf(options), place };
  const look = schedule.regions.size > 0 ? regionStates : ownStates;
  const found = await asking(place, (history) => look(schedule, history, asked, io));
  const silent = schedule.blackouts.filter((blackout) => holds(blackout, now));
  await notifyOverdue(found.wrong, { schedule, options, now }, io);
  const code = found.wrong.length > 0 ? WRONG : 0;
  if (options.quiet && code === 0) return code;
  if (options.format === 'json') io.out(document(found, silent));
  else io.out(`${checkLines(found, silent, io.width).join('\n')}\n`);
  return code;
}

function maxAgeOf({ maxAge }: Chosen): number | undefined {
  const found = maxAge === undefined ? undefined : duration(maxAge);
  if (maxAge !== undefined && found === undefined)
    throw new UsageError(`--max-age expects a time such as 90m, 3h or 8d, not "${maxAge}".`);
  return found;
}

/** Asks a history, which is undefined where none was kept yet. */
async function asking<T>(
  place: Exclude<HistoryPlace, { kind: 'none' }>,
  question: (history: History | undefined) => Promise<T>,
): Promise<T> {
  if (place.kind === 'file' && !existsSync(place.path)) return question(undefined);
  const history = await openHistory(place).catch((error: unknown) => {
    throw new UsageError(`the history cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  try {
    return await question(history);
  } finally {
    await history.destroy();
  }
}

function document({ states, wrong }: CheckStates, silent: Schedule['blackouts']): string {
  const checks = states.map(({ name, region, next, told }) => ({
    ...{ name, ...(region !== undefined && { region }), next: new Date(next).toISOString() },
    ...told,
  }));
  const told = wrong.map(([about, why]) => ({ about, why }));
  const blackouts = silent.map(({ place: _, ...blackout }) => blackout);
  return `${JSON.stringify({ version: 1, checks, wrong: told, blackouts }, undefined, 2)}\n`;
}
