import { type FileState, predictFile, shownContent } from '../host/files.ts';
import type { Change } from '../plan/change.ts';
import { NO_IMPACT } from '../plan/change.ts';

/**
 * Where the file of a bridge is kept as it was last applied, from before the first write until all is done. Without it,
 * what the kernel does not expose would count as done after applying failed.
 */
export function applyingPath(path: string): string {
  return `/var/lib/virtfleet/applying/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** Reported by a run that finds files which an earlier one wrote and did not apply. */
export function notApplied(path: string, applying: FileState): Change[] {
  if (applying.kind !== 'file') return [];
  const what = `files of netplan with ${path}`;
  const about = {
    action: 'update',
    proof: 'observed',
    what,
    before: 'not applied',
    after: 'applied',
  } as const;
  return [{ ...about, impact: NO_IMPACT, steps: [], predictions: [] }];
}

/** These changes of files; the first of them also keeps the file as it was last applied. */
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

/** Done when everything is applied. */
export function ended(path: string): Pick<Change, 'steps' | 'predictions'> {
  const kept = applyingPath(path);
  return { steps: [{ do: 'remove', path: kept }], predictions: predictFile(kept, { kind: 'absent' }) };
}
