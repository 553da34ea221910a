import type { Values } from '../values.ts';

/** The variable that has the lookups of a task; no author can write this name. */
export const LOOKUPS_NAME = 'the lookups';

/** The variables that a lookup sees: those of what asks for it. */
export interface LookupScope {
  get(names: Iterable<string>): Values;
  evaluate<T>(template: {
    roots: readonly string[];
    optional?: ReadonlySet<string>;
    evaluate(values: Values, known?: Iterable<string>): T;
  }): T;
  child(more: Readonly<Record<string, { value: unknown; settled: true }>>): LookupScope;
}

/** What `lookup('file', …)` and the others read on the controller: files of the project, the environment. */
export abstract class Lookups {
  /** What a lookup finds for its terms. Throws ValueFault. */
  abstract list(
    name: string,
    terms: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ): readonly unknown[];

  /** The same lookups, with the variables of another scope. */
  abstract within(scope: LookupScope): Lookups;

  /** A variable whose name is computed; undefined where there is none. */
  abstract variable(name: string): unknown;
}
