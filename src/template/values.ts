import { lazyReader } from './lazy-map.ts';
import { OMIT, OMIT_NAME } from './omit.ts';

/** Variables by name: plain data as YAML and JSON have it (text, numbers, booleans, null, lists, maps). */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is a map of plain data: made by `{}`, by a parser, or without a prototype. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** The own entry of a map or list; undefined for everything else, so nothing inherited is ever reached. */
export function entry(value: unknown, key: string): unknown {
  if (!isMap(value) && !Array.isArray(value)) return undefined;
  const read = lazyReader(value);
  return read ? read(key) : Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The sort of a value in the words of YAML, for messages. */
export function sortOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === OMIT) return OMIT_NAME;
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'number':
    case 'bigint':
      return 'a number';
    case 'object':
      return 'a map';
    default:
      return `a ${typeof value}`;
  }
}
