import { BadArgument } from '../expression/addresses.ts';
import { LIBRARY } from '../expression/library.ts';
import { type Operation, stepCounter } from '../expression/machine.ts';
import { toData, Undefined, ValueFault } from '../expression/values/value.ts';
import { TEMPLATE_FUNCTIONS, type TemplateFunction } from './template-functions.ts';

/** What a template can call. */
type Called = Pick<TemplateFunction, 'arguments' | 'missing' | 'call'>;

/** The function of this name: one of TEMPLATE_FUNCTIONS, or a filter or test of expressions, `{{upper name}}`. */
export function calledAs(name: string): Called | undefined {
  if (Object.hasOwn(TEMPLATE_FUNCTIONS, name)) return TEMPLATE_FUNCTIONS[name];
  const operation = LIBRARY.filter(name) ?? LIBRARY.test(name);
  if (!operation) return undefined;
  return {
    arguments: ['value', '…'],
    ...(operation.takesUndefined && { missing: 'all' as const }),
    call: (value, ...args) => result(operation, value, args),
  };
}

/** The names of all that a template can call. */
export function callable(): string[] {
  const all = [...Object.keys(TEMPLATE_FUNCTIONS), ...LIBRARY.names('filter'), ...LIBRARY.names('test')];
  return [...new Set(all)];
}

function result(operation: Operation, value: unknown, list: readonly unknown[]): unknown {
  const machine = { library: LIBRARY, variable: () => undefined, known: [], step: stepCounter() };
  const given = value === undefined ? new Undefined('it is not there') : value;
  try {
    return toData(operation.call(given, { list, named: {} }, machine));
  } catch (error) {
    throw error instanceof ValueFault ? new BadArgument(error.message) : error;
  }
}
