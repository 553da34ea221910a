import type { ParseResult } from '@marcbachmann/cel-js';
import { type Fault, FaultError } from '../fault.ts';
import { OMIT, OMIT_NAME } from '../omit.ts';
import { didYouMean } from '../suggest.ts';
import { entry, type Values } from '../values.ts';
import { type Analysis, analyse, contextKey } from './analyse.ts';
import { environment } from './cel.ts';
import { fromCel, toCel } from './convert.ts';
import { faultOf } from './expression-faults.ts';

/** A parsed expression. */
export interface Expression {
  /** The variables it names. */
  roots: readonly string[];
  /**
   * Its value as plain data. `known` are the names to suggest for a misspelt one.
   * Throws FaultError with everything that is wrong with it.
   */
  evaluate(values: Values, known: Iterable<string>): unknown;
}

/**
 * Parses an expression of CEL, the Common Expression Language (https://cel.dev); FUNCTIONS is what Virtfleet adds.
 * Throws FaultError.
 */
export function parseExpression(text: string): Expression {
  const parsed = parse(text);
  const analysis = analyse(parsed.ast);
  const refused = refusals(parsed, analysis, text);
  if (refused.length > 0) throw new FaultError(refused);
  const roots = [...new Set(analysis.names.map(({ name }) => name))];
  return {
    roots,
    evaluate(values, known) {
      const missing = undefinedNames(analysis, values, known);
      if (missing.length > 0) throw new FaultError(missing);
      return run(parsed, text, contextOf(roots, values));
    },
  };
}

function parse(text: string): ParseResult {
  if (text.trim() === '') throw new FaultError([empty(text)]);
  try {
    return environment.parse(text);
  } catch (error) {
    throw new FaultError([faultOf(error, text)]);
  }
}

function empty(text: string): Fault {
  const hint = 'Write a variable, a comparison or a function in it.';
  const about = { code: 'unreadable-expression', summary: 'An expression cannot be read' };
  return { ...about, start: 0, end: text.length, detail: 'It is empty.', hint };
}

function refusals(parsed: ParseResult, { faults }: Analysis, text: string): Fault[] {
  const refused: Fault[] = faults.map((fault) => ({
    code: 'refused-expression',
    summary: 'An expression is not allowed',
    ...fault,
  }));
  const { error } = parsed.check();
  return error ? [...refused, faultOf(error, text)] : refused;
}

function undefinedNames({ names, optional }: Analysis, values: Values, known: Iterable<string>): Fault[] {
  return names
    .filter(({ name }) => entry(values, name) === undefined && !optional.has(name))
    .map(({ name, start, end }) => ({
      start,
      end,
      code: 'undefined-variable',
      summary: 'A variable is not defined',
      detail: `There is no variable \`${name}\`.`,
      hint: `Define it, or write default(${name}, …) or defined(${name}) where it may be missing.`,
      ...didYouMean(name, known),
    }));
}

/** Whatever a variable of that name holds, `omit` is omit. */
function contextOf(roots: readonly string[], values: Values): Map<string, unknown> {
  return new Map([...roots.flatMap((name) => converted(values, name)), [OMIT_NAME, OMIT]]);
}

function converted(values: Values, name: string): [string, unknown][] {
  const value = entry(values, name);
  return value === undefined ? [] : [[contextKey(name), toCel(value)]];
}

function run(parsed: ParseResult, text: string, context: Map<string, unknown>): unknown {
  try {
    return fromCel(parsed(context));
  } catch (error) {
    throw new FaultError([faultOf(error, text, context)]);
  }
}
