import { isMap } from '../../values.ts';
import { type Notation, noted } from './notation.ts';
import { Temporal } from './temporal.ts';
import { isText, type Numeric, numberOf, plain, Undefined } from './value.ts';

/**
 * What two values share exactly where they are equal in Python (`equal`, NaN aside), for a set: lists of a host can be
 * long, and comparing each entry with each takes for ever. Throws ValueFault for what is too large.
 */
export function identity(value: unknown): unknown {
  return Array.isArray(value) || isMap(value) ? noted(value, IDENTITY) : scalarIdentity(value);
}

const IDENTITY: Notation = {
  comma: ',',
  colon: ':',
  keys: (map) => Object.keys(map).toSorted(),
  key: JSON.stringify,
  scalar: (value) => String(scalarIdentity(value)),
};

function scalarIdentity(value: unknown): unknown {
  if (isText(value)) return JSON.stringify(plain(value));
  const number = numberOf(value);
  if (number) return numberText(number);
  if (value instanceof Temporal) return value.identity;
  if (value instanceof Undefined) return 'undefined';
  return value === null || value === undefined ? 'null' : value;
}

/** 1 is 1.0, and True. */
function numberText(number: Numeric): string {
  const value = 'int' in number ? number.int : number.float;
  return typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
