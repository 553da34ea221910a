import { combine } from '../values/operators.ts';
import { valueBy } from './arguments.ts';

/** Jinja's `sum`: entries, or an attribute of each, added to the start. Throws ValueFault. */
export function arithmeticSum(list: readonly unknown[], attribute: unknown, start: unknown): unknown {
  return list.map(valueBy(attribute)).reduce((total: unknown, value) => combine('+', total, value), start);
}
