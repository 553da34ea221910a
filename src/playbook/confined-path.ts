import { isAbsolute, relative, sep } from 'node:path';
import type { Place, Problem } from '../problem.ts';

/**
 * Whether a name that a host answered, or a part of it, may open this path, which it stands for. `folders` are those
 * of the project; what begins with a dot is none of its files. Below a folder that is named before it, as in
 * `keys/{{ answer }}`, an answer stays.
 */
export function isConfined(name: string, path: string, folders: readonly string[]): boolean {
  const bases = isAbsolute(name) ? folders.filter((folder) => name.startsWith(`${folder}/`)) : [''];
  return (
    bases.some((base) => isDownwards(name.slice(base.length))) && folders.some((folder) => isIn(path, folder))
  );
}

/** Whether `..` stands at the beginning only. */
export function isDownwards(name: string): boolean {
  const parts = name.split('/').filter((part) => part !== '');
  return !parts.slice(parts.findIndex((part) => part !== '..')).includes('..');
}

function isIn(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !isAbsolute(way) && way.split(sep).every((part) => !part.startsWith('.'));
}

export function outside(name: string, place?: Place): Problem {
  return {
    code: 'answered-path',
    summary: 'A host names a file that is none of the project',
    detail: `What a host answered is in the name ${JSON.stringify(name)}.`,
    ...(place && { place }),
    hint: [
      'Such a name opens files of the project only: below its folder, without .. behind a folder and without a dot in',
      'front. Choose among names that you write: a map, or a condition.',
    ].join(' '),
  };
}
