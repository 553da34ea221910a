import { type ASTNode, EvaluationError } from '@marcbachmann/cel-js';
import { OMIT } from '../omit.ts';

/** What cel-js passes to a macro; it exports no types for it. */
interface Checker {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

/** A function that decides itself whether its arguments are evaluated. */
export interface Macro {
  signature: string;
  summary: string;
  /** An expression and what it yields without any variables; a test evaluates it. */
  example: readonly [expression: string, result: unknown];
  expand(call: { args: [path: ASTNode, other: ASTNode] }): {
    async: false;
    typeCheck(checker: Checker, macro: unknown, context: unknown): unknown;
    evaluate(evaluator: Evaluator, macro: unknown, context: unknown): unknown;
  };
}

export const MACROS: readonly Macro[] = [
  {
    signature: 'defined(ast): bool',
    summary: 'Whether a variable, or a key inside it, is there',
    example: ['defined(mtu)', false],
    expand: ({ args: [path] }) => ({
      async: false,
      typeCheck: (checker, _, context) => checkAll(checker, [path], context, 'bool'),
      evaluate: (evaluator, _, context) => whenThere(evaluator, path, context) !== undefined,
    }),
  },
  {
    signature: 'default(ast, ast): dyn',
    summary:
      'The value of a variable, or of a key inside it; the other one where there is none or null. Where the other one ' +
      'is omit, the argument is not written at all',
    example: ['default(mtu, 1500)', 1500],
    expand: ({ args: [path, other] }) => ({
      async: false,
      typeCheck: (checker, _, context) => checkAll(checker, [path, other], context, 'dyn'),
      evaluate: (evaluator, _, context) =>
        whenThere(evaluator, path, context) ?? evaluator.run(other, context),
    }),
  },
];

function checkAll(checker: Checker, args: ASTNode[], context: unknown, result: string): unknown {
  for (const argument of args) checker.check(argument, context);
  return checker.getType(result);
}

/** Errors of CEL that mean "it is not there". */
const MISSING = new Set(['unknown_variable', 'no_such_key', 'index_out_of_bounds']);

function whenThere(evaluator: Evaluator, path: ASTNode, context: unknown): unknown {
  try {
    const value = evaluator.run(path, context);
    return value === OMIT ? undefined : value;
  } catch (error) {
    if (error instanceof EvaluationError && MISSING.has(error.code)) return undefined;
    throw error;
  }
}
