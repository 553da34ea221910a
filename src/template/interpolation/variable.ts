import { type Place, ProblemError } from '../../problem.ts';
import { compileData, type PlaceOf } from './data.ts';
import type { Template } from './text.ts';

/** A variable as it was written. */
export interface Variable {
  value: unknown;
  /** Where its value begins. */
  place?: Place;
  /** Where the parts of its value begin; `place` stands in where it does not know. */
  placeOf?: PlaceOf;
  /** True for what no author wrote (the output of a host, the item of a loop): a `{{` in it means nothing. */
  settled?: boolean;
  /** True for what a host answered, or what follows from it: it opens no file of the controller outside the project. */
  answered?: boolean;
}

/** A variable of a group is the same object for all its hosts, and is compiled once. */
const compiled = new WeakMap<Variable, Template>();

/** The template that a variable's value is. Throws ProblemError when it cannot be read. */
export function templateOf(variable: Variable): Template {
  const known = compiled.get(variable);
  if (known) return known;
  const { value, placeOf, settled } = variable;
  const template = settled
    ? { roots: [], evaluate: () => value }
    : compileData(value, (path) => placeOf?.(path) ?? variable.place);
  compiled.set(variable, template);
  return template;
}

/** The variables that a variable names; none when it cannot be read, which settling it will say. */
export function rootsOf(variable: Variable): readonly string[] {
  try {
    return templateOf(variable).roots;
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}
