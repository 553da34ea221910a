import { type ASTNode, Environment, EvaluationError } from '@marcbachmann/cel-js';
import { BadArgument } from './addresses.ts';
import { FUNCTIONS } from './functions.ts';

/** Far above what a person writes, far below what would be felt. */
const LIMITS = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 12,
};

/** Errors of CEL that mean "it is not there". */
const MISSING = new Set(['unknown_variable', 'no_such_key', 'index_out_of_bounds']);

/** Names that CEL gives a meaning of its own; a variable so called could not be reached. */
export const CEL_NAMES: ReadonlySet<string> = new Set(
  new Environment({ enableOptionalTypes: true }).getDefinitions().variables.map(({ name }) => name),
);

/** The one CEL environment: its functions are pure, nothing in it reaches JavaScript or the machine. */
export const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: LIMITS,
});

for (const { signature, summary, call } of FUNCTIONS) {
  environment.registerFunction(signature, withPlace(call), { description: summary, async: false });
}

/** A refused argument becomes an error of CEL, which cel-js gives the place of the call. */
function withPlace(call: (...args: never[]) => unknown): (...args: never[]) => unknown {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      throw error instanceof BadArgument ? new EvaluationError(error.message) : error;
    }
  };
}

/** What cel-js gives to a macro; it has no types for it. */
interface Checker {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

/** `defined(a.b)`: whether a variable, or something inside it, is there. */
environment.registerFunction('defined(ast): bool', ({ args: [path] }: { args: [ASTNode] }) => ({
  async: false,
  typeCheck(checker: Checker, _macro: unknown, context: unknown) {
    checker.check(path, context);
    return checker.getType('bool');
  },
  evaluate: (evaluator: Evaluator, _macro: unknown, context: unknown) =>
    whenThere(evaluator, path, context) !== undefined,
}));

/** `default(a.b, other)`: the value, or the other one where there is none or null. */
environment.registerFunction(
  'default(ast, ast): dyn',
  ({ args: [path, other] }: { args: [ASTNode, ASTNode] }) => ({
    async: false,
    typeCheck(checker: Checker, _macro: unknown, context: unknown) {
      checker.check(path, context);
      checker.check(other, context);
      return checker.getType('dyn');
    },
    evaluate: (evaluator: Evaluator, _macro: unknown, context: unknown) =>
      whenThere(evaluator, path, context) ?? evaluator.run(other, context),
  }),
);

function whenThere(evaluator: Evaluator, path: ASTNode, context: unknown): unknown {
  try {
    return evaluator.run(path, context);
  } catch (error) {
    if (error instanceof EvaluationError && MISSING.has(error.code)) return undefined;
    throw error;
  }
}
