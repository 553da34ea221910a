import { Optional } from '@marcbachmann/cel-js';
import { mapOf, OMIT, withoutOmitted } from '../omit.ts';
import { isMap, sortOf } from '../values.ts';

/** A value that has no counterpart on the other side, with the reason. */
export class Unconvertible extends Error {}

/** Variables are values and never change, so one conversion of a large map serves every task and every host. */
const converted = new WeakMap<object, unknown>();

/**
 * A plain value as CEL wants it: integers as BigInt, because CEL's int and double do not mix, and maps as Map,
 * because a Map has no prototype that a key such as `constructor` could reach.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === OMIT) return value;
  if (typeof value !== 'object' || value === null) return primitive(value);
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = container(value);
  converted.set(value, made);
  return made;
}

function container(value: object): unknown {
  if (Array.isArray(value)) return value.map(toCel);
  if (!isMap(value)) throw new Unconvertible(`an object of ${value.constructor.name} is no plain data`);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return new Map(entries.map(([key, inner]) => [key, toCel(inner)]));
}

function primitive(value: unknown): unknown {
  if (value === null || ['string', 'boolean', 'bigint'].includes(typeof value)) return value;
  throw new Unconvertible(`${sortOf(value)} is no plain data`);
}

/** What CEL computed, as plain data again; entries that are `omit` are left out. */
export function fromCel(value: unknown): unknown {
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return value;
  if (typeof value === 'bigint') return safeNumber(value);
  if (value === OMIT) return value;
  if (Array.isArray(value)) return withoutOmitted(value.map(fromCel));
  if (value instanceof Map) return mapOf([...value].map(([key, inner]) => [keyText(key), fromCel(inner)]));
  if (isMap(value)) return mapOf(Object.entries(value).map(([key, inner]) => [key, fromCel(inner)]));
  if (value instanceof Optional) throw new Unconvertible('it may be missing: end it with .orValue(…)');
  throw new Unconvertible(
    'times, durations, bytes and types are no plain data: turn it into text or a number',
  );
}

function safeNumber(value: bigint): number {
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw new Unconvertible(`the number ${value} is too large: turn it into text with string(…)`);
}

function keyText(key: unknown): string {
  if (typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean') return String(key);
  throw new Unconvertible('the key of a map must be text');
}
