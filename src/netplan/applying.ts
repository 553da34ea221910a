import { type FileState, predictFile, shownContent } from '../host/files.ts';
import type { Change } from '../plan/change.ts';
import { NO_IMPACT } from '../plan/change.ts';

/**
 * Where the file of a bridge is kept as netplan last put it in place, from before the first file is written until all
 * is done: what is not seen in the kernel would otherwise count as done when applying it failed.
 */
export function applyingPath(path: string): string {
  return `/var/lib/virtfleet/applying/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** What a run says that finds files which an earlier one has written without coming to its end. */
export function notApplied(path: string, applying: FileState): Change[] {
  if (applying.kind !== 'file') return [];
  const what = `files of netplan with ${path}`;
  return [{ what, before: 'not applied', after: 'applied', impact: NO_IMPACT, steps: [], predictions: [] }];
}

/** These changes of files, with the first of which it is kept. */
export function begun(
  path: string,
  file: FileState,
  applying: FileState,
  files: readonly Change[],
): Change[] {
  const [first, ...others] = files;
  if (!first || applying.kind === 'file') return [...files];
  const content = file.kind === 'file' ? shownContent(file.content) : '';
  const keep = { do: 'write' as const, path: applyingPath(path), content, mode: '0600' };
  return [{ ...first, steps: [keep, ...first.steps] }, ...others];
}

/** Said when all is done. */
export function ended(path: string): Pick<Change, 'steps' | 'predictions'> {
  const kept = applyingPath(path);
  return { steps: [{ do: 'remove', path: kept }], predictions: predictFile(kept, { kind: 'absent' }) };
}
