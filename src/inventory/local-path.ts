import { type Stats, statSync } from 'node:fs';
import { ProblemError } from '../problem.ts';
import { systemMessage } from './read-text.ts';

/**
 * What is at a path of this machine, undefined when nothing is. Throws ProblemError when that cannot be found out: a
 * folder that may not be searched is not an empty one.
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
