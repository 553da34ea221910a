import { extname } from 'node:path';
import type { Origin, TaskContext } from '../../modules/module.ts';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { pieces } from '../../template/interpolation/pieces.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import { compileText } from '../../template/interpolation/text.ts';
import { isMap } from '../../template/values.ts';
import { valueAt } from '../arguments/check-arguments.ts';
import { writtenPath } from '../arguments/written-path.ts';
import { isDownwards, outside } from '../confined-path.ts';
import { filesOfVariables } from '../files-of-variables.ts';
import { Findings } from '../findings.ts';
import type { CallingTask } from '../model.ts';
import { withOrigin } from '../problem-origin.ts';
import type { Project } from '../project.ts';
import { treeAt } from '../project-tree.ts';
import type { Part } from '../yaml-node.ts';
import type { PlayContext } from './task-context.ts';
import { variablesOfFile } from './vars-files.ts';

/** What Ansible tells a template of the moment and the machine, by which no two runs would come out the same. */
const CHANGING = ['template_run_date', 'template_mtime', 'template_host', 'template_uid'];

/** What a template may know of itself. Throws ProblemError. */
function aboutTemplate(roots: readonly string[], path: string, place: Place): Record<string, unknown> {
  const changing = CHANGING.filter((name) => roots.includes(name));
  if (changing.length === 0) return { template_path: path, template_fullpath: path };
  throw new ProblemError([
    {
      code: 'changing-variable',
      summary: 'A template would come out differently with each run',
      detail: `${path} uses ${changing.join(', ')}.`,
      place,
      hint: 'Write ansible_managed or template_path instead, or give the value as a variable of another name.',
    },
  ]);
}

/**
 * The desk of one task of one host. Afterwards `problems` has what was reported.
 * Its functions are properties, not methods: modules may take them out of it, `({ complain }) => …`.
 */
export class PreparedContext implements TaskContext {
  readonly problems: Problem[] = [];
  /** Whether anything was asked for that another host may answer differently. */
  isHostly = false;
  readonly variables: TaskContext['variables'];
  readonly origin: Origin;
  readonly #project: Project;
  readonly #scope: Scope;
  readonly #args: Part;
  readonly #roots: readonly string[];
  /** The arguments, computed. */
  readonly #values: unknown;

  constructor(
    { host, project, scope, origin }: PlayContext,
    { id, call: { args, template } }: CallingTask,
    values: unknown,
  ) {
    this.#roots = template.roots;
    this.origin = { ...origin, task: id };
    this.#project = project;
    this.#scope = scope;
    this.#args = args;
    this.#values = values;
    const context = this;
    this.variables = {
      get inventory_hostname() {
        context.isHostly = true;
        scope.note(['inventory_hostname']);
        return host;
      },
    };
  }

  readonly render: TaskContext['render'] = (name, given = {}, how = {}) => {
    const place = this.#placeOfName(name);
    return withOrigin(place, () => {
      const project = this.#projectFor(name);
      const { roots, optional, render } = project.template(name, place, how);
      const more = { ...aboutTemplate(roots, project.templatePath(name, place), place), ...given };
      const own = roots.filter((root) => !Object.hasOwn(more, root));
      if (own.length > 0) this.isHostly = true;
      const known = [...Object.keys(more), ...this.#scope.names()];
      return this.#scope.evaluate({
        roots: own,
        ...(optional && { optional }),
        evaluate: (values) => render({ ...values, ...more }, known),
      });
    });
  };

  readonly isShipped: TaskContext['isShipped'] = (name) =>
    this.#projectFor(name).isShipped(name, this.#placeOfName(name));

  readonly read: TaskContext['read'] = (name) => this.#projectFor(name).file(name, this.#placeOfName(name));

  readonly tree: TaskContext['tree'] = (name) => {
    const place = this.#placeOfName(name);
    const folder = this.#projectFor(name).folder(name, place);
    return folder === undefined ? undefined : treeAt(folder, place);
  };

  readonly modeOf: TaskContext['modeOf'] = (name) =>
    this.#projectFor(name).mode(name, this.#placeOfName(name));

  readonly variablesIn: TaskContext['variablesIn'] = (name, sort, extensions) => {
    const place = this.#placeOfName(name);
    const path = this.#projectFor(name).variablesPath(name, place);
    const isMeant = (file: string) => !extensions || extensions.includes(extname(file).slice(1));
    const files = sort === 'file' ? [path] : filesOfVariables(path).filter(isMeant);
    const variables = Object.assign({}, ...files.map((file) => variablesOfFile(file, place)));
    this.isHostly = true;
    return withOrigin(place, () => this.#scope.child(variables).get(Object.keys(variables)));
  };

  readonly local: TaskContext['local'] = (path, from) => {
    const [first] = pieces(String(this.#written(from) ?? ''));
    const begins = first && 'expression' in first ? compileText(`{{ ${first.expression} }}`).roots : [];
    const isSafe = this.#scope.answered(begins).length === 0 && isDownwards(path);
    if (!isSafe && this.#isAnswered([from])) {
      const hint = 'Write the folder as text, such as collected/{{ name }}, without .. behind it.';
      throw new ProblemError([{ ...outside(path, this.placeOf([from])), hint }]);
    }
    return this.#project.path(path);
  };

  readonly report: TaskContext['report'] = ({ at = [], ...fault }) => {
    this.problems.push({ ...fault, place: this.placeOf(at) });
  };

  readonly placeOf: TaskContext['placeOf'] = (at) => {
    const written = writtenPath(this.#args.value, at);
    // An argument that has its default is nowhere in the file.
    const isWritten = written.length > 0 && valueAt(this.#args.value, written) !== undefined;
    return isWritten ? this.#args.placeOf(written) : this.#args.keyPlace;
  };

  /** Runs `work`. Throws ProblemError with what was reported meanwhile, be it thrown or not. */
  collect<T>(work: () => T): T {
    const findings = new Findings();
    const result = findings.try(work);
    const problems = [...this.problems, ...findings.list()];
    if (problems.length > 0) throw new ProblemError(problems);
    return result as T;
  }

  /** Where the arguments name a file; the module's name when it is a file that the module itself uses. */
  #placeOfName(name: string): Place {
    const [key] = this.#keysOf(name);
    return key === undefined ? this.#args.keyPlace : this.#args.placeOf([key]);
  }

  #projectFor(name: string): Project {
    return this.#isAnswered(this.#keysOf(name)) ? this.#project.confined : this.#project;
  }

  /** The arguments that are this name, or the folder that it is in. */
  #keysOf(name: string): string[] {
    const values = Object.entries(isMap(this.#values) ? this.#values : {});
    const own = values.filter(([, value]) => value === name);
    const around = values.filter(
      ([, value]) => typeof value === 'string' && name.startsWith(`${value.replace(/\/$/, '')}/`),
    );
    return (own.length > 0 ? own : around).map(([key]) => key);
  }

  /** Whether what a host answered is in these arguments, or in any where it is not known which ones they are. */
  #isAnswered(keys: readonly string[]): boolean {
    const written = keys.map((key) => this.#written(key));
    const isKnown = written.length > 0 && written.every((one) => one !== undefined);
    const roots = isKnown ? compileData(written).roots : this.#roots;
    return this.#scope.answered(roots).length > 0;
  }

  #written(key: string): unknown {
    const { value } = this.#args;
    return valueAt(value, writtenPath(value, [key]));
  }
}
