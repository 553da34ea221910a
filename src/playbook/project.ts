import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { globExpression } from '../inventory/glob.ts';
import type { Findings } from '../inventory/host.ts';
import { readText, systemMessage } from '../inventory/read-text.ts';
import { type Place, ProblemError } from '../problem.ts';
import { shippedFiles } from '../shipped-files.ts';
import type { CompiledTemplate } from '../template/compiled-template.ts';
import type { GivenSettings } from '../template/jinja/settings.ts';
import { kindOf } from '../template/output/outputs.ts';
import { didYouMean } from '../template/suggest.ts';
import { isConfined, outside } from './confined-path.ts';
import { compileFile } from './template-file.ts';

/** How a template is rendered, and into what. */
interface Making {
  path?: string;
  settings?: GivenSettings;
}

/** The files of a project that tasks name; each is read once. */
export class Project {
  /** The name of its folder: that of the playbook, or of the one around it when that is called `playbooks`. */
  readonly name: string;
  readonly #folder: string;
  readonly #role: string | undefined;
  readonly #isConfined: boolean;
  /** What is part of the project. */
  readonly #folders: readonly string[];
  readonly #templateFolders: readonly string[];
  /** Where the shipped templates are. */
  readonly #home: string;
  readonly #fileFolders: readonly string[];
  readonly #variablesFolders: readonly string[];
  readonly #templates = new Map<string, CompiledTemplate>();
  readonly #shipped = new Map<string, boolean>();
  readonly #shippedFolders: readonly string[];
  readonly #roles = new Map<string, Project>();
  readonly #files = new Map<string, string>();
  #confined: Project | undefined;

  /**
   * `folder` is that of the playbook, `role` that of the role whose tasks ask, which comes first; of the template
   * folders, the first that has a name wins, the last has the shipped ones. With `confined`, names come from hosts.
   */
  constructor(folder: string, templateFolders: readonly string[], role?: string, confined = false) {
    const own = resolve(folder);
    this.#folder = own;
    this.#role = role;
    this.#isConfined = confined;
    const root = basename(own) === 'playbooks' ? dirname(own) : own;
    this.name = basename(root);
    this.#folders = distinct([own, root, ...(role === undefined ? [] : [role]), ...templateFolders]);
    const bases = [...(role === undefined ? [] : [role, join(role, 'tasks')]), folder];
    this.#shippedFolders = templateFolders;
    this.#templateFolders = distinct([
      ...bases.flatMap((base) => [join(base, 'templates'), base]),
      ...templateFolders,
    ]);
    this.#home = resolve(templateFolders.at(-1) ?? '');
    this.#variablesFolders = distinct(bases.flatMap((base) => [join(base, 'vars'), base]));
    this.#fileFolders = distinct(bases.flatMap((base) => [join(base, 'files'), base]));
  }

  /** The same project as the tasks of a role see it. */
  within(role: string): Project {
    return remember(this.#roles, role, () => new Project(this.#folder, this.#shippedFolders, role));
  }

  /** The same project for names that a host may have answered: they open its own files, and no others. */
  get confined(): Project {
    this.#confined ??= new Project(this.#folder, this.#shippedFolders, this.#role, true);
    return this.#confined;
  }

  /** A path as seen from the folder of the playbook. */
  path(path: string): string {
    return resolve(this.#folder, path);
  }

  /**
   * A template, for a task that names it at `place`: Jinja with the settings that are written there, or Handlebars
   * where it is called so. What it makes at a `path` is what the name of that says, where its own says nothing.
   * Throws ProblemError.
   */
  template(name: string, place: Place, { path: made, settings = {} }: Making = {}): CompiledTemplate {
    return remember(this.#templates, JSON.stringify([name, kindOf('', made), settings]), () => {
      const path = this.templatePath(name, place);
      const text = textOf(path, place);
      const folders = distinct([...this.#templateFolders, dirname(path)]);
      const read = (inner: string) => {
        const file = this.#pathsOf(inner, folders).find(isFile);
        return file === undefined ? undefined : { file, text: textOf(file, place) };
      };
      return compileFile({ file: path, text }, kindOf(path, made), read, settings);
    });
  }

  /** The path of a template. Throws ProblemError. */
  templatePath(name: string, place: Place): string {
    return this.#find(name, this.#templateFolders, place);
  }

  /** Whether no template of the project stands before the shipped one. Throws ProblemError when there is neither. */
  isShipped(name: string, place: Place): boolean {
    return remember(this.#shipped, name, () => {
      return this.#find(name, this.#templateFolders, place) === join(this.#home, name);
    });
  }

  /** The path of a file or folder of variables. Throws ProblemError. */
  variablesPath(name: string, place: Place): string {
    const paths = this.#pathsOf(name, this.#variablesFolders, place);
    const path = paths.find((one) => existsSync(one));
    if (path !== undefined) return path;
    const detail = `There is no ${paths.join(' nor ')}.`;
    const near = didYouMean(name, this.#variablesFolders.flatMap(namesIn));
    throw new ProblemError([
      { code: 'missing-file', summary: 'A file of the project is not there', detail, place, ...near },
    ]);
  }

  /** The path of a file, template or file of variables that may be missing. */
  find(name: string): string | undefined {
    const folders = distinct([...this.#templateFolders, ...this.#fileFolders, ...this.#variablesFolders]);
    return this.#pathsOf(name, folders).find(isFile);
  }

  /** The paths of the files that a pattern such as `hooks.d/*.sh` meets, sorted, of the first folder that has any. */
  glob(pattern: string): string[] {
    for (const path of this.#pathsOf(pattern, this.#fileFolders)) {
      const expression = globExpression(basename(path));
      const names = namesIn(dirname(path)).filter((name) => expression.test(name));
      const found = names.toSorted().map((name) => join(dirname(path), name));
      if (found.some(isFile)) return found.filter(isFile);
    }
    return [];
  }

  /** The text of a file, for a task that names it at `place`. Throws ProblemError. */
  file(name: string, place: Place): string {
    return remember(this.#files, name, () => textOf(this.#find(name, this.#fileFolders, place), place, true));
  }

  /** The path of a folder that tasks copy; undefined where the name is that of a file, or of nothing. */
  folder(name: string, place: Place): string | undefined {
    const path = this.#pathsOf(name, this.#fileFolders, place).find((one) => existsSync(one));
    return path !== undefined && statSync(path).isDirectory() ? path : undefined;
  }

  /** The permissions of a file, in octal digits. Throws ProblemError. */
  mode(name: string, place: Place): string {
    const { mode } = statSync(this.#find(name, this.#fileFolders, place));
    return (mode & 0o7777).toString(8).padStart(4, '0');
  }

  #find(name: string, folders: readonly string[], place: Place): string {
    const paths = this.#pathsOf(name, folders, place);
    const path = paths.find((one) => at(one, place) === 'file');
    if (path !== undefined) return path;
    throw new ProblemError([
      {
        code: 'missing-file',
        summary: 'A file of the project is not there',
        detail: `There is no file ${paths.join(' nor ')}.`,
        place,
        ...didYouMean(name, folders.flatMap(namesIn)),
      },
    ]);
  }

  /** Where a name may be. Throws ProblemError where a host answered it and it is nowhere in the project. */
  #pathsOf(name: string, folders: readonly string[], place?: Place): string[] {
    const paths = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
    if (!this.#isConfined) return paths;
    const own = paths.filter((path) => isConfined(name, path, this.#folders));
    if (own.length === 0) throw new ProblemError([outside(name, place)]);
    return own;
  }
}

function remember<T>(known: Map<string, T>, name: string, compute: () => T): T {
  const value = known.get(name) ?? compute();
  known.set(name, value);
  return value;
}

function isFile(path: string): boolean {
  return shippedFiles.has(path) || (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Throws ProblemError for a path that cannot be looked at, or is none. */
function at(path: string, place: Place): 'file' | 'nothing' {
  try {
    return isFile(path) ? 'file' : 'nothing';
  } catch (error) {
    const detail = `${path}: ${systemMessage(error)}`;
    throw new ProblemError([{ code: 'unreadable-file', summary: 'A file cannot be read', detail, place }]);
  }
}

/** The files of a folder, for advice. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string, place: Place, asItIs = false): string {
  const found: Findings = { problems: [], warnings: [] };
  const text = readText(path, found, asItIs);
  if (text === undefined) throw new ProblemError(found.problems.map((problem) => ({ ...problem, place })));
  return text;
}

function distinct(folders: readonly string[]): string[] {
  return [...new Set(folders.map((folder) => resolve(folder)))];
}
