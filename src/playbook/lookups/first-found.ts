import { join } from 'node:path';
import { type Place, ProblemError } from '../../problem.ts';
import { isMap } from '../../template/values.ts';
import type { Project } from '../project.ts';

/**
 * The path of the first file that is there, as a list of one; of none with `skip`. Terms are names, or maps of
 * `files`, `paths` and `skip`. Source: `plugins/lookup/first_found.py` of Ansible 2.14.
 */
export function firstFound(terms: unknown, project: Project, place: Place): string[] {
  const all = Array.isArray(terms) ? terms : [terms];
  const names = all.flatMap((term): string[] => {
    if (!isMap(term)) return [String(term)];
    const files = words(term.files, /[,;]/);
    const paths = words(term.paths, /[,:;]/);
    return paths.length > 0 ? paths.flatMap((path) => files.map((file) => join(path, file))) : files;
  });
  for (const name of names) {
    const path = project.find(name);
    if (path !== undefined) return [path];
  }
  if (all.some((term) => isMap(term) && term.skip === true)) return [];
  throw new ProblemError([
    {
      code: 'missing-file',
      summary: 'A file of the project is not there',
      detail: `There is none of ${names.join(', ')}.`,
      place,
      hint: 'Add one of them, or skip: true.',
    },
  ]);
}

function words(value: unknown, separator: RegExp): string[] {
  if (value === undefined || value === null) return [];
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => String(one).split(separator)).filter((one) => one !== '');
}
