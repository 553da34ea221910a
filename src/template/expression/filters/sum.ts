import { combine } from '../values/operators.ts';
import { isText, ValueFault } from '../values/value.ts';
import { valueBy } from './arguments.ts';

/** Jinja's `sum`: entries, or an attribute of each, added to the start. Throws ValueFault. */
export function arithmeticSum(list: readonly unknown[], attribute: unknown, start: unknown): unknown {
  if (isText(start)) throw new ValueFault('texts have no sum', "Join them: | join('').");
  return list.map(valueBy(attribute)).reduce((total: unknown, value) => combine('+', total, value), start);
}
