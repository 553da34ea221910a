import { type Fault, FaultError } from '../fault.ts';
import { OMIT, OMIT_NAME } from '../omit.ts';
import { entry, type Values } from '../values.ts';
import { type Analysis, analyse } from './analyse.ts';
import { evaluate } from './evaluate.ts';
import { faultOf, noVariable, refusals } from './expression-faults.ts';
import { LIBRARY } from './library.ts';
import { stepCounter } from './machine.ts';
import { dataOf, textOf } from './settle.ts';
import { parse } from './syntax/parse.ts';
import type { Backslashes } from './syntax/tokens.ts';

/** A parsed expression. */
export interface Expression {
  /** The variables it names. */
  roots: readonly string[];
  /** Those of them that may have no value: it asks whether they are there, or may pass them by. */
  optional: ReadonlySet<string>;
  /**
   * Its value as plain data. `known` are the names to suggest for a misspelt one.
   * Throws FaultError with everything that is wrong with it.
   */
  evaluate(values: Values, known: Iterable<string>): unknown;
  /** Its value as it stands within a text: as Python writes it, and null as nothing. Throws FaultError. */
  text(values: Values, known: Iterable<string>): string;
}

/**
 * Parses an expression: one language in the spelling of Jinja as Ansible has it (`x | default('a')`, `a and b`), of
 * CEL (`default(x, 'a')`, `a && b`), or in both. Throws FaultError.
 */
export function parseExpression(text: string, backslashes?: Backslashes): Expression {
  const node = attempt(() => parse(text, backslashes));
  const analysis = analyse(node, LIBRARY);
  const refused = refusals(analysis, LIBRARY);
  if (refused.length > 0) throw new FaultError(refused);
  const run = (values: Values, known: Iterable<string>) => {
    const missing = missingNames(analysis, values, known);
    if (missing.length > 0) throw new FaultError(missing);
    const variable = (name: string) => (name === OMIT_NAME ? OMIT : entry(values, name));
    return evaluate(node, text, { library: LIBRARY, variable, known, step: stepCounter() });
  };
  return {
    roots: [...new Set(analysis.names.map(({ name }) => name))],
    optional: analysis.optional,
    evaluate: (values, known) => attempt(() => dataOf(run(values, known), node)),
    text: (values, known) => attempt(() => textOf(run(values, known), node)),
  };
}

/** Runs `work` on an expression; what is wrong becomes a FaultError. */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError([faultOf(error)]);
  }
}

function missingNames({ names, optional }: Analysis, values: Values, known: Iterable<string>): Fault[] {
  return names
    .filter(({ name }) => entry(values, name) === undefined && !optional.has(name))
    .map((each) => noVariable(each.name, each, known));
}
