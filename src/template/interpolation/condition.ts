import type { Place } from '../../problem.ts';
import { type Expression, parseExpression } from '../expression/expression.ts';
import { FaultError, located } from '../fault.ts';
import { sortOf } from '../values.ts';
import type { Template } from './text.ts';

/** Compiles the bare text of a `when`, which must come out true or false. Throws ProblemError. */
export function compileCondition(text: string, place?: Place): Template<boolean> {
  const expression = located(text, place, () => parse(text));
  return {
    roots: expression.roots,
    evaluate: (values, known = Object.keys(values)) =>
      located(text, place, () => truth(expression.evaluate(values, known), text)),
  };
}

const parsed = new Map<string, Expression>();

function parse(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  if (/^\s*\{\{/.test(text)) throw braces(text);
  const expression = parseExpression(text);
  parsed.set(text, expression);
  return expression;
}

function braces(text: string): FaultError {
  return new FaultError([
    {
      start: 0,
      end: text.length,
      code: 'unreadable-expression',
      summary: 'An expression cannot be read',
      detail: 'A condition is an expression already.',
      hint: 'Write it without `{{ }}`.',
    },
  ]);
}

function truth(value: unknown, text: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new FaultError([
    {
      start: 0,
      end: text.length,
      code: 'not-a-condition',
      summary: 'A condition is neither true nor false',
      detail: `It is ${sortOf(value)}.`,
      hint: "Compare it, for example name != '' or size(list) > 0.",
    },
  ]);
}
