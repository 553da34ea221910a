import { LONGEST, tooLong } from '../values/bounds.ts';
import { combine } from '../values/operators.ts';
import { isText, ValueFault } from '../values/value.ts';
import { valueBy } from './arguments.ts';

/** Jinja's `sum`: entries, or an attribute of each, added to the start. Throws ValueFault. */
export function arithmeticSum(list: readonly unknown[], attribute: unknown, start: unknown): unknown {
  if (isText(start)) throw new ValueFault('texts have no sum', "Join them: | join('').");
  const values = list.map(valueBy(attribute));
  if (Array.isArray(start) && values.every(Array.isArray)) return lists([start, ...values]);
  return values.reduce((total: unknown, value) => combine('+', total, value), start);
}

/** In one go: each sum of two lists would be a new one. */
function lists(all: readonly (readonly unknown[])[]): unknown[] {
  if (all.reduce((sum, { length }) => sum + length, 0) > LONGEST) throw tooLong();
  return all.flat();
}
