import type { Values } from '../values.ts';

/** The variable that has the lookups of a task; no author can write this name. */
export const LOOKUPS_NAME = 'the lookups';

/** The functions that call them. */
export const LOOKUP_CALLS: ReadonlySet<string> = new Set(['lookup', 'query', 'q']);

/** The variables that a lookup sees: those of what asks for it. */
export interface LookupScope {
  get(names: Iterable<string>): Values;
  evaluate<T>(template: {
    roots: readonly string[];
    optional?: ReadonlySet<string>;
    evaluate(values: Values, known?: Iterable<string>): T;
  }): T;
  child(more: Readonly<Record<string, Settled>>): LookupScope;
}

/** A variable that holds no expression; `answered` where a host may have said its value. */
export interface Settled {
  value: unknown;
  settled: true;
  answered?: boolean;
}

/** Whether a value that an expression calls by this name is, or may come from, what a host answered. */
export type IsAnswered = (name: string, value: unknown) => boolean;

/** What `lookup('file', …)` and the others read on the controller: files of the project, the environment. */
export abstract class Lookups {
  /** Of the variables of the scope that it is within. */
  abstract readonly isAnswered: IsAnswered;

  /**
   * What a lookup finds for its terms. With `answered` a host may have said what they are: it reads nothing but files
   * of the project. Throws ValueFault.
   */
  abstract list(
    name: string,
    terms: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
    answered: boolean,
  ): readonly unknown[];

  /** The same lookups, with the variables of another scope. */
  abstract within(scope: LookupScope, isAnswered: IsAnswered): Lookups;

  /** A variable whose name is computed; undefined where there is none. */
  abstract variable(name: string): unknown;
}
