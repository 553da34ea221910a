import { type Stats, statSync } from 'node:fs';
import { ProblemError } from '../problem.ts';
import { systemMessage } from './read-text.ts';

/**
 * What is at a path of the controller; undefined if nothing is. Throws ProblemError if this cannot be found out: a
 * folder without permission is not an empty folder.
 */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Below a file there is nothing.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    const detail = `${path}: ${systemMessage(error)}`;
    throw new ProblemError([{ code: 'unreadable-file', summary: 'A file cannot be read', detail }]);
  }
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}
