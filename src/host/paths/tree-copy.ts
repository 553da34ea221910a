import type { Change } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { type DesiredFile, fileChange } from '../file-change.ts';
import type { Owned } from '../owned-path.ts';
import { foldersAround, newFolders, type StatesByPath } from './folder-change.ts';
import { occupied } from './path-change.ts';

/** A folder of the project as it is to be on a host; paths are absolute. */
export interface DesiredTree {
  path: string;
  /** The folder that the task names, with a slash at its end. */
  into: string;
  folders: readonly string[];
  files: readonly DesiredFile[];
  /** Of folders that are not there yet. */
  newFolder: Partial<Owned>;
}

/** All paths that it is compared with. */
export function pathsOfTree({ path, folders, files }: DesiredTree): string[] {
  return [...new Set([...foldersAround(path), path, ...folders, ...files.map((file) => file.path)])];
}

/**
 * The changes of a tree by their paths: what is there and not in the project stays. `check` are steps that refuse a
 * file before it is written.
 */
export function treeChanges(
  { path, folders, files, newFolder }: DesiredTree,
  states: StatesByPath,
  { force, check }: { force: boolean; check(file: DesiredFile): Step[] },
): { path: string; changes: Change[] }[] {
  const made = newFolders([path, ...folders], newFolder, states);
  const wrong = [path, ...folders].flatMap((folder) => {
    const kind = states[folder]?.kind ?? 'absent';
    return kind === 'file' || kind === 'other' ? [occupied(folder, kind, 'directory')] : [];
  });
  return [
    { path, changes: [...wrong, ...made] },
    ...files.map((file) => {
      const at = states[file.path] ?? { kind: 'absent' };
      const isLeft = !force && at.kind !== 'absent';
      return { path: file.path, changes: isLeft ? [] : fileChange(file, at, { check: check(file) }) };
    }),
  ];
}
