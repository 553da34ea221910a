import type { FileState } from '../host/files.ts';
import { type Change, predict } from '../plan/change.ts';
import { type HostNetplan, hostNetplan, withFiles } from './host-files.ts';

/** To what changes leave of netplan's files, what they leave of all of them. */
export function withHostNetplan(changes: readonly Change[], host: HostNetplan): Change[] {
  let after = host;
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
    return { ...change, predictions: [...change.predictions, predict(hostNetplan, after)] };
  });
}
