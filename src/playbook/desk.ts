import type { Complaint, Desk, Origin } from '../modules/module.ts';
import { type Place, type Problem, ProblemError } from '../problem.ts';
import type { Scope } from '../template/scope.ts';
import { isMap } from '../template/values.ts';
import { writtenPath } from './check.ts';
import type { Part } from './part.ts';
import type { Project } from './project.ts';
import type { Surroundings } from './resolve-task.ts';
import { usedAt } from './used-at.ts';
import type { CallingTask } from './written.ts';

/** The desk of one task of one host. Afterwards `problems` has what was complained of. */
export class TaskDesk implements Desk {
  readonly problems: Problem[] = [];
  /** Whether anything was asked for that another host may answer differently. */
  isHostly = false;
  readonly variables: Desk['variables'];
  readonly origin: Origin;
  readonly #project: Project;
  readonly #scope: Scope;
  readonly #args: Part;
  /** The arguments, computed. */
  readonly #values: unknown;

  constructor(
    { host, project, scope, origin }: Surroundings,
    { id, call: { args } }: CallingTask,
    values: unknown,
  ) {
    this.origin = { ...origin, task: id };
    this.#project = project;
    this.#scope = scope;
    this.#args = args;
    this.#values = values;
    const desk = this;
    this.variables = {
      get inventory_hostname() {
        desk.isHostly = true;
        return host;
      },
    };
  }

  render(name: string, more: Readonly<Record<string, unknown>> = {}): string {
    const place = this.#placeOfName(name);
    return usedAt(place, () => {
      const { roots, render } = this.#project.template(name, place);
      const own = roots.filter((root) => !Object.hasOwn(more, root));
      if (own.length > 0) this.isHostly = true;
      const known = [...Object.keys(more), ...this.#scope.names()];
      return render({ ...this.#scope.get(own), ...more }, known);
    });
  }

  isShipped(name: string): boolean {
    return this.#project.isShipped(name, this.#placeOfName(name));
  }

  read(name: string): string {
    return this.#project.file(name, this.#placeOfName(name));
  }

  local(path: string): string {
    return this.#project.path(path);
  }

  complain({ at = [], ...complaint }: Complaint): void {
    const written = writtenPath(this.#args.value, at);
    const place = at.length > 0 ? this.#args.placeOf(written) : this.#args.keyPlace;
    this.problems.push({ ...complaint, place });
  }

  /** Throws ProblemError with what was complained of, if anything. */
  close(): void {
    if (this.problems.length > 0) throw new ProblemError(this.problems);
  }

  /** Where the arguments name a file; the module's name when it is a file that the module itself uses. */
  #placeOfName(name: string): Place {
    const values = isMap(this.#values) ? this.#values : {};
    const key = Object.keys(values).find((one) => values[one] === name);
    return key === undefined ? this.#args.keyPlace : this.#args.placeOf([key]);
  }
}
