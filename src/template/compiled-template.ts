import type { Values } from './values.ts';

/** A template of a file, compiled. */
export interface CompiledTemplate {
  /** The variables it names; nothing else of the values is read. */
  roots: readonly string[];
  /** Those of them that may have no value. */
  optional?: ReadonlySet<string>;
  /**
   * The text it makes of these values. `known` are the names to suggest for a misspelt one.
   * Throws ProblemError with everything wrong: what is not defined, and what cannot be written safely.
   */
  render(values: Values, known?: Iterable<string>): string;
}
