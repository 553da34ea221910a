import { isMap } from '../../values.ts';
import { Gathered } from './bounds.ts';
import { isText, type Numeric, numberOf, plain, Undefined } from './value.ts';

/**
 * What two values share exactly where they are equal in Python (`equal`, NaN aside), for a set: lists of a host can be long, and
 * comparing each entry with each takes for ever. Throws ValueFault for what is too large.
 */
export function identity(value: unknown): unknown {
  if (!Array.isArray(value) && !isMap(value)) return scalarIdentity(value);
  const gathered = new Gathered();
  gather(value, gathered);
  return gathered.text;
}

function gather(value: unknown, gathered: Gathered): void {
  if (Array.isArray(value)) {
    gathered.add('[');
    gathered.each(value, ',', (each) => gather(each, gathered));
    gathered.add(']');
  } else if (isMap(value)) {
    gathered.add('{');
    gathered.each(Object.keys(value).toSorted(), ',', (key) => {
      gathered.add(`${JSON.stringify(key)}:`);
      gather(value[key], gathered);
    });
    gathered.add('}');
  } else gathered.add(String(scalarIdentity(value)));
}

function scalarIdentity(value: unknown): unknown {
  if (isText(value)) return JSON.stringify(plain(value));
  const number = numberOf(value);
  if (number) return numberText(number);
  if (value instanceof Undefined) return 'undefined';
  return value === null || value === undefined ? 'null' : value;
}

/** 1 is 1.0, and True. */
function numberText(number: Numeric): string {
  const value = 'int' in number ? number.int : number.float;
  return typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
