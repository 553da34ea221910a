import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, ProblemError } from '../problem.ts';

/** What is below a folder of the project, by relative paths in the order of their names. */
export interface Tree {
  folders: readonly string[];
  files: readonly string[];
}

/** Each file is compared with the host one by one. */
const MOST = 2000;

/** Throws ProblemError where there is more than can be meant. A link counts as what it leads to. */
export function treeAt(folder: string, place: Place): Tree {
  const folders: string[] = [];
  const files: string[] = [];
  const visit = (below: string) => {
    for (const name of readdirSync(join(folder, below)).toSorted()) {
      const path = join(below, name);
      if (folders.length + files.length >= MOST) throw new ProblemError([tooMany(folder, place)]);
      const found = statSync(join(folder, path), { throwIfNoEntry: false });
      if (found?.isFile()) files.push(path);
      if (!found?.isDirectory()) continue;
      folders.push(path);
      visit(path);
    }
  };
  visit('');
  return { folders, files };
}

function tooMany(folder: string, place: Place) {
  return {
    code: 'large-folder',
    summary: 'A folder has too much in it',
    detail: `${folder} has more than ${MOST} files and folders.`,
    place,
    hint: 'Copy it by rsync, run by a task on the controller: delegate_to: localhost.',
  };
}
