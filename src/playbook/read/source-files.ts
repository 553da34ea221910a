import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Findings as Found } from '../../inventory/host.ts';
import { readText } from '../../inventory/read-text.ts';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { Part } from '../yaml-node.ts';

/** Endings that a name may lack, in the order in which Ansible tries them. */
const ENDINGS = ['.yml', '.yaml', '.json', ''];

/** The YAML files of a project that playbooks name; each is read once. */
export class SourceFiles {
  readonly #known = new Map<string, YamlFile>();
  /** The folder of the playbook, as the operator names it. */
  readonly #folder: string;

  /** Folders in which roles are looked for, in place of the usual ones; absolute. */
  readonly rolesPath: readonly string[] | undefined;

  constructor(folder: string, rolesPath?: readonly string[]) {
    this.#folder = folder;
    this.rolesPath = rolesPath?.map((path) => resolve(path));
  }

  /** A path as messages name it: beside the playbook, as the operator named that. */
  shown(path: string): string {
    return join(this.#folder, relative(resolve(this.#folder), path));
  }

  /** The content of a file, for a task that names it at `place`. Throws ProblemError. */
  read(path: string, place?: Place): Part {
    const yaml = this.#known.get(path) ?? load(this.shown(path), place);
    this.#known.set(path, yaml);
    if (yaml.problems.length > 0) throw new ProblemError(yaml.problems);
    return new Part(yaml, [], yaml.value);
  }
}

/** The first of these that is there. */
export function firstFile(paths: Iterable<string>): string | undefined {
  for (const path of paths) if (kindOf(path) === 'file') return path;
  return undefined;
}

/** `name` in one of these folders, be it without its ending. Throws ProblemError. */
export function findFile(name: string, folders: readonly string[], place: Place, what: string): string {
  const paths = folders.flatMap((folder) => withEndings(resolve(folder, name)));
  const found = firstFile(paths);
  if (found !== undefined) return found;
  throw new ProblemError([notThere(name, folders, place, what)]);
}

/** `main` in a folder of a role: a file, or all files of a folder of that name. */
export function mainFiles(folder: string, name = 'main'): string[] {
  const file = firstFile(withEndings(join(folder, name)));
  if (file !== undefined) return [file];
  if (kindOf(join(folder, name)) !== 'folder') return [];
  return namesIn(join(folder, name))
    .toSorted()
    .filter((one) => /\.(ya?ml|json)$/.test(one))
    .map((one) => join(folder, name, one));
}

/** A name with an ending is taken as it is first. */
function withEndings(path: string): string[] {
  return /\.(ya?ml|json)$/.test(path) ? [path] : ENDINGS.map((ending) => `${path}${ending}`);
}

export function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return 'folder';
  return found ? 'file' : 'nothing';
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function load(path: string, place: Place | undefined): YamlFile {
  const found: Found = { problems: [], warnings: [] };
  const text = readText(path, found);
  if (text !== undefined) return readYaml(text, path, 'ansible');
  throw new ProblemError(found.problems.map((problem) => ({ ...problem, ...(place && { place }) })));
}

function notThere(name: string, folders: readonly string[], place: Place, what: string): Problem {
  return {
    code: 'missing-file',
    summary: 'A file of the project is not there',
    detail: `There is no ${what} ${name} in ${folders.join(' nor ')}.`,
    place,
    ...didYouMean(name, folders.flatMap(namesIn)),
  };
}
