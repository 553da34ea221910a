import { existsSync } from 'node:fs';
import { type History, openHistory } from '../../history/history.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { historyOf } from './recording.ts';

/** The history that `--history` names, to be asked; to be closed by `destroy()`. Throws UsageError where there is none. */
export async function historyToRead(written: string | undefined, io: Io): Promise<History> {
  const place = historyOf(written, io);
  if (place.kind === 'none') throw new UsageError('--history none holds no run.');
  if (place.kind === 'file' && !existsSync(place.path))
    throw new UsageError(
      `no run is kept in ${place.path} yet. run, run --check and drift keep theirs there.`,
    );
  return openHistory(place).catch((error: unknown) => {
    throw new UsageError(`the history cannot be read: ${error instanceof Error ? error.message : error}`);
  });
}
