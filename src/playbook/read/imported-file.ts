import { dirname, join } from 'node:path';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { sortOf } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';
import type { Around, Reading } from './reading.ts';
import { findFile } from './source-files.ts';

/** A list of tasks in a file of its own, and what its tasks have around them. Throws ProblemError. */
export function importedFile(
  name: string,
  place: Place,
  around: Around,
  { sources, parts }: Reading,
): { list: Part; within: Around } {
  const { role } = around.inherited;
  const folders = [
    around.folder,
    ...(role ? [join(role.path, 'tasks'), role.path] : []),
    parts.folder,
    join(parts.folder, 'tasks'),
  ];
  const path = findFile(name, [...new Set(folders)], place, 'file of tasks');
  if (around.files.includes(path)) throw new ProblemError([circle(path, place)]);
  const list = sources.read(path, place);
  if (list.value !== null && !Array.isArray(list.value)) throw new ProblemError([noList(list)]);
  return { list, within: { ...around, folder: dirname(path), files: [...around.files, path] } };
}

function circle(path: string, place: Place): Problem {
  return {
    code: 'import-circle',
    summary: 'A file of tasks imports itself',
    detail: `${path} is being read already.`,
    place,
    hint: 'Remove one of the imports.',
  };
}

function noList(list: Part): Problem {
  return {
    code: 'not-tasks',
    summary: 'A file of tasks is not a list',
    detail: `It is ${sortOf(list.value)}.`,
    place: list.place,
    hint: 'Begin each task with a dash.',
  };
}
