/** The variable that has the lookups of a task; no author can write this name. */
export const LOOKUPS_NAME = 'the lookups';

/** What `lookup('file', …)` and the others read on the controller: files of the project, the environment. */
export abstract class Lookups {
  /** What a lookup finds for its terms. Throws ValueFault. */
  abstract list(
    name: string,
    terms: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ): readonly unknown[];

  /** A variable whose name is computed; undefined where there is none. */
  abstract variable(name: string): unknown;
}
