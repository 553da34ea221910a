import type { Arguments, Machine, Operation } from '../machine.ts';
import { absent, Undefined, ValueFault } from '../values/value.ts';

type Call = (value: never, args: readonly unknown[], machine: Machine) => unknown;
type Options = Pick<Operation, 'takesUndefined' | 'choosesArgument'>;

/**
 * A filter, a test or a function with the names of its arguments, in order, as Python's signature has them:
 * `'width first'`; `'*'` at the end takes any number. An argument that is not given is undefined.
 */
export function operation(names: string, call: Call, options: Options = {}): Operation {
  const parameters = names.split(' ').filter(Boolean);
  const given = (args: Arguments) => {
    const values = bound(parameters, args);
    const missing = values.find((value) => value instanceof Undefined);
    if (missing instanceof Undefined && !options.choosesArgument) throw absent(missing);
    return values;
  };
  return {
    ...options,
    parameters,
    call: (value, args, machine) => call(value as never, given(args), machine),
  };
}

/** An operation that takes its arguments as they are given; `names` is for the documentation. */
export function openOperation(
  names: string,
  call: (value: unknown, args: Arguments, machine: Machine) => unknown,
  options: Options = {},
): Operation {
  return { ...options, parameters: names.split(' ').filter(Boolean), call };
}

function bound(parameters: readonly string[], { list, named }: Arguments): unknown[] {
  const isOpen = parameters.at(-1) === '*';
  const fixed = isOpen ? parameters.slice(0, -1) : parameters;
  if (!isOpen && list.length > fixed.length)
    throw new ValueFault(
      `it takes ${fixed.length === 0 ? 'no arguments' : `at most ${fixed.length}: ${fixed.join(', ')}`}`,
    );
  const values: unknown[] = [...list];
  for (const [name, value] of Object.entries(named)) {
    const index = fixed.indexOf(name);
    if (index < 0)
      throw new ValueFault(
        `it has no argument ${name}`,
        fixed.length > 0 ? `It has ${fixed.join(', ')}.` : undefined,
      );
    if (index < list.length) throw new ValueFault(`the argument ${name} is given twice`);
    values[index] = value;
  }
  return values;
}
