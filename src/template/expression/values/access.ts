import type { Span } from '../../fault.ts';
import { entry, isMap, sortOf } from '../../values.ts';
import { methodOf } from './methods.ts';
import { Temporal } from './temporal.ts';
import { strOf } from './text.ts';
import { isText, numberOf, plain, typeName, Undefined, ValueFault } from './value.ts';

/** How a lookup is written: what it looks into, and where it is. `isOptional` for CEL's `a.?b`. */
export interface Lookup {
  written: string;
  span: Span;
  isOptional: boolean;
}

/** What stands behind a point: the key of a map. Undefined where there is none. */
export function attributeOf(value: unknown, name: string, lookup?: Lookup): unknown {
  const found = value instanceof Temporal ? value.field(name) : isMap(value) ? entry(value, name) : undefined;
  return found === undefined ? missing(value, name, lookup) : found;
}

/** What stands at an index: of a map, of a list, of a text. Undefined where there is none. Throws ValueFault. */
export function itemOf(value: unknown, key: unknown, lookup?: Lookup): unknown {
  if (!Array.isArray(value) && !isText(value)) return attributeOf(value, strOf(key), lookup);
  const number = numberOf(key);
  if (number) {
    const index = Number('int' in number ? number.int : number.float);
    const found: unknown = (Array.isArray(value) ? value : [...plain(value)]).at(index);
    return found === undefined ? missing(value, `${index}`, lookup) : found;
  }
  if (isText(key)) return missing(value, plain(key), lookup);
  throw new ValueFault(`the index of a ${typeName(value)} is a number, not ${typeName(key)}`);
}

function missing(
  value: unknown,
  key: string,
  { written = 'it', span, isOptional }: Partial<Lookup> = {},
): Undefined {
  if (value instanceof Undefined) return value;
  const about = { name: key, ...(span && { span }) };
  if (Array.isArray(value))
    return new Undefined(`\`${written}\` has ${value.length} entries, and none is \`${key}\``, about);
  if (isMap(value)) {
    const why = `\`${written}\` has no key \`${key}\``;
    return new Undefined(why, { ...about, kind: isOptional ? 'other' : 'key', known: Object.keys(value) });
  }
  return new Undefined(`\`${written}\` is ${sortOf(value)} and has no \`${key}\``, { ...about, kind: 'key' });
}

/** Python's `value[from:to:step]` of a list or a text. Throws ValueFault. */
export function sliceOf(value: unknown, from: unknown, to: unknown, step: unknown): unknown {
  if (!Array.isArray(value) && !isText(value)) throw new ValueFault(`${typeName(value)} has no slices`);
  const list: readonly unknown[] = Array.isArray(value) ? value : [...plain(value)];
  const [first, last, by] = [bound(from), bound(to), bound(step) ?? 1];
  if (by === 0) throw new ValueFault('the step of a slice is not zero');
  const size = list.length;
  const clamp = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const picked: unknown[] = [];
  if (by > 0) {
    const end = last === undefined ? size : clamp(last, 0, size);
    for (let at = first === undefined ? 0 : clamp(first, 0, size); at < end; at += by) picked.push(list[at]);
  } else {
    const end = last === undefined ? -1 : clamp(last, -1, size - 1);
    for (let at = first === undefined ? size - 1 : clamp(first, -1, size - 1); at > end; at += by)
      picked.push(list[at]);
  }
  return isText(value) ? picked.join('') : picked;
}

function bound(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = numberOf(value);
  if (!number || !('int' in number))
    throw new ValueFault(`a slice is made by whole numbers, not ${typeName(value)}`);
  return Number(number.int);
}

/** Calls a method of Python or CEL on a value. Throws ValueFault. */
export function callMethod(
  value: unknown,
  name: string,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): unknown {
  const method = methodOf(value, name);
  if (!method) throw new ValueFault(`${typeName(value)} has no method \`${name}\``);
  return method(value, args, named);
}
