import type { FileState } from '../host/files.ts';
import { type Change, predict } from '../plan/change.ts';
import { type NetplanFile, netplanFiles, withFiles } from './host-files.ts';

/** Changes that write netplan files, with what all of netplan's files are afterwards. */
export function withNetplanFiles(changes: readonly Change[], files: readonly NetplanFile[]): Change[] {
  let after = files;
  return changes.map((change) => {
    const written = change.predictions.flatMap(({ probe, value }): [string, string | null][] => {
      const path = /^file (\/etc\/netplan\/.*)$/.exec(probe.key)?.[1];
      const state = value as FileState;
      return path === undefined
        ? []
        : [[path, state.kind === 'file' && typeof state.content === 'string' ? state.content : null]];
    });
    if (written.length === 0) return change;
    after = withFiles(after, Object.fromEntries(written));
    return { ...change, predictions: [...change.predictions, predict(netplanFiles, after)] };
  });
}
