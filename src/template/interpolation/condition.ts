import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { type Expression, parseExpression } from '../expression/expression.ts';
import { truthOf } from '../expression/values/operators.ts';
import { FaultError, located, shifted } from '../fault.ts';
import { literalOf } from '../jinja/literal.ts';
import { OMIT } from '../omit.ts';
import { placeWithin } from '../place.ts';
import { sortOf, type Values } from '../values.ts';
import { cut, type Names } from './text.ts';

/** The bare text of a `when`, ready to be decided. */
export interface ConditionTemplate extends Names {
  /** What is neither true nor false counts as in Ansible, and is told to `warn`. Throws ProblemError. */
  evaluate(values: Values, known?: Iterable<string>, warn?: (problem: Problem) => void): boolean;
}

/** Compiles the bare text of a `when`. Throws ProblemError. */
export function compileCondition(text: string, place?: Place): ConditionTemplate {
  const expression = located(text, place, () => parse(text));
  return {
    roots: expression.roots,
    optional: expression.optional,
    evaluate(values, known = Object.keys(values), warn) {
      const found = located(text, place, () => expression.evaluate(values, known));
      if (typeof found === 'boolean' && !isBraced(text)) return found;
      const whole = place && placeWithin(place, text, 0, text.length);
      if (isBraced(text)) warn?.(braced(whole));
      const value = isBraced(text) ? reread(found, whole) : found;
      if (value === OMIT) throw new ProblemError([omitted(whole)]);
      if (typeof value !== 'boolean') warn?.(notBoolean(value, whole));
      return truthOf(value);
    },
  };
}

const parsed = new Map<string, Expression>();

function parse(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = isBraced(text) ? parseBraced(text) : parseExpression(text);
  parsed.set(text, expression);
  return expression;
}

function isBraced(text: string): boolean {
  return text.includes('{{');
}

/** `{{ x }}` counts as x, as in Ansible, which warns. */
function parseBraced(text: string): Expression {
  const [piece, ...more] = cut(text.trim());
  if (!piece || !('expression' in piece) || more.length > 0) throw braces(text);
  const offset = text.indexOf('{{') + piece.start;
  const expression = shifted(offset, () => parseExpression(piece.expression, 'literal'));
  return {
    ...expression,
    evaluate: (values, known) => shifted(offset, () => expression.evaluate(values, known)),
  };
}

/** Ansible reads what comes out of braces as an expression; here only as a literal. */
function reread(value: unknown, place: Place | undefined): unknown {
  if (typeof value !== 'string') return value;
  const literal = value.trim() === '' ? false : literalOf(value.trim());
  if (literal !== undefined) return literal;
  const detail = 'It has braces around it and comes out as text.';
  throw new ProblemError([
    { ...NO_CONDITION, detail, ...(place && { place }), hint: 'Write it without `{{ }}`.' },
  ]);
}

function braced(place: Place | undefined): Problem {
  return {
    code: 'braced-condition',
    summary: 'A condition has braces around it',
    detail: 'A condition is an expression already.',
    ...(place && { place }),
    hint: 'Write it without `{{ }}`.',
  };
}

function braces(text: string): FaultError {
  return new FaultError([
    {
      start: 0,
      end: text.length,
      code: 'unreadable-expression',
      summary: 'An expression cannot be read',
      detail: 'A condition is an expression already, and this one has braces within it.',
      hint: 'Write it without `{{ }}`.',
    },
  ]);
}

function omitted(place: Place | undefined): Problem {
  return { ...NO_CONDITION, detail: 'It is omit.', ...(place && { place }), hint: 'Write true or false.' };
}

const NO_CONDITION = { code: 'not-a-condition', summary: 'A condition is neither true nor false' };

/** Ansible 2.19 refuses such a condition. */
function notBoolean(value: unknown, place: Place | undefined): Problem {
  return {
    ...NO_CONDITION,
    detail: `It is ${sortOf(value)} and counts as ${truthOf(value)}: what is empty, 0 or null is false.`,
    ...(place && { place }),
    hint: "Compare it, for example name != '' or list | length > 0, or write | bool for a word such as yes.",
  };
}
