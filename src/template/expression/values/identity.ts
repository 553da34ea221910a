import { isMap } from '../../values.ts';
import { isText, type Numeric, numberOf, plain, Undefined } from './value.ts';

/**
 * What two values share exactly where they are equal in Python (`equal`, NaN aside), for a set: lists of a host can be long, and
 * comparing each entry with each takes for ever.
 */
export function identity(value: unknown): unknown {
  if (isText(value)) return JSON.stringify(plain(value));
  const number = numberOf(value);
  if (number) return numberText(number);
  if (value instanceof Undefined) return 'undefined';
  if (Array.isArray(value)) return `[${value.map(identity).join(',')}]`;
  if (value === null || value === undefined) return 'null';
  if (!isMap(value)) return value;
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${identity(value[key])}`).join(',')}}`;
}

/** 1 is 1.0, and True. */
function numberText(number: Numeric): string {
  const value = 'int' in number ? number.int : number.float;
  return typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
