import { join, resolve } from 'node:path';
import { ProblemError } from '../../problem.ts';
import { entry, isMap } from '../../template/values.ts';
import { filesOfVariables } from '../files-of-variables.ts';
import type { ModuleCall } from '../model.ts';
import type { Around, Reading } from './reading.ts';

/**
 * The names that `include_vars` may set: which file it is may be known only when the run comes to it, so all that lie
 * in the folders of variables count.
 */
export function includedNames(
  { args }: ModuleCall,
  { inherited }: Around,
  { parts, sources }: Reading,
): string[] {
  const { value } = args;
  const name = entry(value, 'name');
  if (typeof name === 'string') return [name];
  const written = String(entry(value, 'file') ?? entry(value, 'dir') ?? '');
  const bases = [...(inherited.role ? [inherited.role.path] : []), parts.folder];
  const folders = bases.flatMap((base) => [join(base, 'vars'), base]);
  const named = written.includes('{{') ? [] : folders.map((folder) => resolve(folder, written));
  const files = [...named, ...[...folders, ...named].flatMap(filesOfVariables)];
  return [...new Set(files.flatMap((file) => keysOf(file, sources)))];
}

function keysOf(file: string, sources: Reading['sources']): string[] {
  try {
    const { value } = sources.read(file);
    return isMap(value) ? Object.keys(value) : [];
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}
