import { isMap } from '../../values.ts';
import { attributeOf, itemOf } from '../values/access.ts';
import { strOf } from '../values/text.ts';
import { absent, isText, numberOf, plain, typeName, Undefined, ValueFault } from '../values/value.ts';

/** The list that a value is: the entries of a list, the keys of a map, the characters of a text. Throws ValueFault. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isText(value)) return [...plain(value)];
  if (isMap(value)) return Object.keys(value);
  throw new ValueFault(`a list is needed, not ${typeName(value)}`);
}

export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  if (isMap(value)) return value;
  throw new ValueFault(`a map is needed, not ${typeName(value)}`);
}

/** The characters of a text; other values are refused. */
export function textOf(value: unknown, what = 'text'): string {
  if (isText(value)) return plain(value);
  throw new ValueFault(`${what} is needed, not ${value === undefined ? 'nothing' : typeName(value)}`);
}

/** A whole number; `otherwise` where the argument is not given. */
export function countOf(value: unknown, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  const number = numberOf(value);
  if (!number || !('int' in number))
    throw new ValueFault(
      `a whole number is needed, not ${value === undefined ? 'nothing' : typeName(value)}`,
    );
  return Number(number.int);
}

/** A number of JavaScript. */
export function amountOf(value: unknown): number {
  const number = numberOf(value);
  if (!number) throw new ValueFault(`a number is needed, not ${typeName(value)}`);
  return Number('int' in number ? number.int : number.float);
}

/** What `a.b.0` leads to from a value; Undefined where there is nothing. */
export function follow(value: unknown, path: unknown): unknown {
  let found = value;
  for (const part of strOf(path).split('.')) {
    const isIndex = /^-?\d+$/.test(part) && Array.isArray(found);
    found = isIndex ? itemOf(found, Number(part)) : attributeOf(found, part);
  }
  return found;
}

/** What an attribute leads to, or the value itself without one. Throws ValueFault where there is nothing. */
export function valueBy(attribute: unknown): (value: unknown) => unknown {
  if (attribute === undefined || attribute === null) return (value) => value;
  return (value) => {
    const found = follow(value, attribute);
    if (found instanceof Undefined) throw absent(found);
    return found;
  };
}
