import type { Span } from '../fault.ts';
import { isText, plain, type Undefined, ValueFault } from './values/value.ts';

/** The arguments of a call: those by position, and those by name. */
export interface Arguments {
  list: readonly unknown[];
  named: Readonly<Record<string, unknown>>;
}

/** A filter, a test or a function: `value | name(args)`, `value is name(args)` and `name(value, args)`. */
export interface Operation {
  /** The names of its arguments behind the value, as Python's signature has them; `*` takes any number. */
  parameters: readonly string[];
  /** Whether it is asked about what is undefined, instead of that being an error. */
  takesUndefined?: boolean;
  /** Whether it gives one of its arguments back and does not look at the others, which may be undefined. */
  choosesArgument?: boolean;
  /** `value` is undefined where a function is called without any argument. */
  call(value: unknown, args: Arguments, machine: Machine): unknown;
}

/** What expressions can call. */
export interface Library {
  filter(name: string): Operation | undefined;
  test(name: string): Operation | undefined;
  /** Functions that are more than a filter or a test by another spelling. */
  function(name: string): Operation | undefined;
  /** The names that exist, for a hint. */
  names(kind: OperationKind): Iterable<string>;
}

export type OperationKind = 'filter' | 'test' | 'function';

/** What one evaluation may use: variables by name, the library, and a bound on how long it may take. */
export interface Machine {
  library: Library;
  /** The value of a variable; undefined where there is none. */
  variable(name: string): unknown;
  /** Names of variables, for a hint. */
  known: Iterable<string>;
  /** Counts a step, or what was made in one; throws ValueFault when there were too many. */
  step(made?: unknown): void;
  /** While a lookup is called: whether what a host answered may be in its arguments. */
  answered?: boolean;
  /** In a template: the lists and maps that it made itself, which its methods may change. */
  own?: WeakSet<object>;
}

/** Something that an expression cannot do with its values, and where. */
export class EvaluationFault extends Error {
  readonly span: Span;
  readonly hint: string | undefined;
  /** Set when something is not defined. */
  readonly missing: Undefined | undefined;

  constructor(message: string, span: Span, hint?: string, missing?: Undefined) {
    super(message);
    this.span = span;
    this.hint = hint;
    this.missing = missing;
  }
}

/** Steps that one expression may take. */
const MOST_STEPS = 2_000_000;

/** Characters of a text that count as a step. */
const PER_STEP = 20;

/** A counter for `Machine.step`. */
export function stepCounter(): Machine['step'] {
  let steps = 0;
  return (made) => {
    steps += 1 + (isText(made) ? plain(made).length / PER_STEP : 0);
    if (steps > MOST_STEPS) throw new ValueFault('the expression takes too long');
  };
}

/** The function with this name: one of its own, or a filter or a test that is called as one. */
export function functionOf(name: string, library: Library): Operation | undefined {
  return library.function(name) ?? library.filter(name) ?? library.test(name);
}
