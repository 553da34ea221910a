import { type HistoryPlace, historyPlace } from '../../history/history-place.ts';
import { inventoryHash } from '../../history/inventory-hash.ts';
import { Recorder } from '../../history/recorder.ts';
import type { RunHead } from '../../history/run-head.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { Selection } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import type { Commit } from './commit.ts';
import { sealWith } from './seal.ts';

/** Where `--history` leads. Throws UsageError for what it cannot mean. */
export function historyOf(written: string | undefined, io: Io): HistoryPlace {
  try {
    return historyPlace(written, io.local);
  } catch (error) {
    throw new UsageError(`--history cannot be ${JSON.stringify(withoutPassword(written))}: ${reason(error)}`);
  }
}

/** What keeps a run in the history at `place`; undefined for `none`. A history that fails is a warning. */
export function recorderOf(
  place: HistoryPlace,
  about: Selection & Pick<RunHead, 'schedule' | 'asked' | 'resumes' | 'savedPlan'>,
  commit: Promise<Commit | undefined>,
  io: Io,
): Recorder | undefined {
  if (place.kind === 'none') return undefined;
  return new Recorder({
    place,
    head: {
      ...{ ...about, version: io.version, inventoryHash: inventoryHash(about.inventory) },
      ...(place.kind === 'postgres' && { seal: sealWith(io) }),
    },
    commit,
    warn: (why) => io.err(formatWarnings([incomplete(place, why)], io)),
  });
}

function incomplete(place: Exclude<HistoryPlace, { kind: 'none' }>, why: string) {
  const where = place.kind === 'file' ? place.path : place.url;
  return {
    code: 'history-not-written',
    summary: 'The history does not have this run, or not its end',
    detail: `${where} could not be written: ${why}`,
    hint: '--history FILE names another file, --history none keeps no history.',
  };
}

function withoutPassword(written = ''): string {
  return written.replace(/:[^:@/]*@/, ':…@').replace(/(password=)[^&]*/, '$1…');
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
