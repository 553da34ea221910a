import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { absent, Undefined, ValueFault } from '../values/value.ts';
import { openOperation, operation } from './operation.ts';

const lenient = { takesUndefined: true } as const;
const choosing = { choosesArgument: true } as const;

/** `default(value, boolean)`: also of what is false, where `boolean` is true. The other value may be undefined itself. */
const fallback = openOperation(
  'default_value boolean',
  (value, { list, named }) => {
    const other = list.length > 0 ? list[0] : (named.default_value ?? '');
    const isBoolean = truthOf(list[1] ?? named.boolean ?? false);
    return value instanceof Undefined || (isBoolean && !truthOf(value)) ? other : value;
  },
  { ...lenient, ...choosing },
);

export const BASICS = {
  default: fallback,
  d: fallback,
  mandatory: operation(
    'msg',
    (value: unknown, [message]) => {
      if (!(value instanceof Undefined)) return value;
      if (message === undefined) throw absent(value);
      throw new ValueFault(strOf(message));
    },
    lenient,
  ),
  ternary: operation(
    'true_val false_val none_val',
    (value: unknown, [yes, no, none]) => {
      if (value === null && none !== undefined && none !== null) return none;
      return truthOf(value) ? yes : no;
    },
    choosing,
  ),
  /** Data has keys and no attributes. */
  attr: operation('name', (_: unknown, [name]) => new Undefined(`there is no attribute \`${strOf(name)}\``)),
};
