import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import { OmittedType } from '../omit.ts';
import { BadArgument } from './addresses.ts';
import { FUNCTIONS } from './functions.ts';
import { MACROS } from './macros.ts';

/** Far above what a person writes, far below what would be felt. */
const LIMITS = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 12,
};

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

environment.registerType('omitted', OmittedType);

for (const { signature, summary, call } of FUNCTIONS) {
  environment.registerFunction(signature, withPlace(call), { description: summary, async: false });
}

for (const { signature, summary, expand } of MACROS) {
  environment.registerFunction(signature, expand, { description: summary, async: false });
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
