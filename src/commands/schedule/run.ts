import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../duration.ts';
import { holdCheck } from '../../history/check-lock.ts';
import { historyPlace } from '../../history/history-place.ts';
import { credentialName } from '../../schedule/forms/systemd.ts';
import { UsageError } from '../declaration/option.ts';
import { checkDrift } from '../execution/check-drift.ts';
import { historyOf } from '../execution/recording.ts';
import { requestOf } from '../request/request.ts';
import { type Asked, scheduleId } from './asked.ts';
import { driftOptions, seenFrom } from './check-options.ts';
import { historyNamed } from './history-named.ts';

/** The exit code of a check that did not begin because another of the same was running: EX_TEMPFAIL of sysexits.h. */
export const BUSY = 75;

/** Does a check of schedule.yaml, unless it is being done; resolves to the exit code of `drift`. */
export async function runCheck({ name, check, schedule, options, io }: Asked): Promise<number> {
  const { folder } = schedule;
  const { CREDENTIALS_DIRECTORY: credentials } = io.local.env;
  const secretAt = (path: string) => {
    const handed = credentials && join(credentials, credentialName(path));
    return handed && existsSync(handed) ? handed : undefined;
  };
  const history = historyNamed(schedule, options);
  const chosen = { ...driftOptions(check.options, check.reports, { folder, secretAt }), history };
  const place = historyOf(history, io);
  if (options.jitter)
    await sleep(Math.random() * check.jitter, undefined, { signal: io.signal }).catch(() => {});
  io.signal.throwIfAborted();
  const id = scheduleId(schedule, name);
  // Without a history, a check is held where the history would be.
  const held = place.kind === 'none' ? historyPlace(undefined, io.local) : place;
  if (held.kind === 'none') throw new Error('the usual history is none');
  const release = await holdCheck(held, id).catch((error: unknown) => {
    throw new UsageError(
      `the check cannot be held for itself: ${error instanceof Error ? error.message : error}`,
    );
  });
  if (!release) {
    io.err(
      `${name} is being checked already, so nothing was done. A check may take ${durationText(check.maxDuration)}.\n`,
    );
    return BUSY;
  }
  try {
    const playbooks = check.playbooks.map((path) => seenFrom(folder, path));
    const request = await requestOf(playbooks, chosen, io);
    return await checkDrift(request, chosen, io, { id, blackouts: schedule.blackouts });
  } finally {
    await release();
  }
}
