import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';

type FilePlace = { kind: 'file'; path: string };

/** A folder that goes with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A history that is not there yet, in a folder that goes with the test. */
export function newPlace(): FilePlace {
  return { kind: 'file', path: join(newFolder(), 'state', 'history.db') };
}

/** An open history, closed with the test. */
export async function opened(place: FilePlace): Promise<History> {
  const history = await openHistory(place);
  onTestFinished(() => history.destroy());
  return history;
}
