import { isMap } from '../../values.ts';
import { LONGEST, tooLong } from './bounds.ts';
import { compare, equal } from './operators.ts';
import { strOf } from './text.ts';
import { isText, numberOf, plain, ValueFault } from './value.ts';

type Change<T> = (of: T, args: readonly unknown[], named: Readonly<Record<string, unknown>>) => unknown;
type Entries = Record<string, unknown>;

/** The method that changes a list or a map which a template made itself; undefined for every other. */
export function changeOf(value: unknown, name: string): Change<never> | undefined {
  const table = Array.isArray(value) ? LIST : isMap(value) ? MAP : {};
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const LIST: Readonly<Record<string, Change<never>>> = {
  append: (list: unknown[], [value]) => {
    if (list.length >= LONGEST) throw tooLong();
    list.push(value);
    return null;
  },
  extend: (list: unknown[], [more]) => {
    const added = Array.isArray(more) ? [...more] : isMap(more) ? Object.keys(more) : letters(more);
    if (list.length + added.length > LONGEST) throw tooLong();
    for (const one of added) list.push(one);
    return null;
  },
  insert: (list: unknown[], [at, value]) => {
    if (list.length >= LONGEST) throw tooLong();
    list.splice(position(at), 0, value);
    return null;
  },
  pop: (list: unknown[], [at = -1]) => {
    const index = position(at);
    if (index >= list.length || index < -list.length) throw new ValueFault('the list has no such entry');
    return list.splice(index, 1)[0];
  },
  remove: (list: unknown[], [value]) => {
    const index = list.findIndex((one) => equal(one, value));
    if (index < 0) throw new ValueFault('the list does not contain the value');
    list.splice(index, 1);
    return null;
  },
  sort: (list: unknown[]) => {
    list.sort(compare);
    return null;
  },
  reverse: (list: unknown[]) => {
    list.reverse();
    return null;
  },
};

const MAP: Readonly<Record<string, Change<never>>> = {
  update: (map: Entries, [more = {}], named) => {
    if (!isMap(more)) throw new ValueFault('a map is updated by a map');
    for (const [key, value] of Object.entries({ ...more, ...named })) put(map, key, value);
    return null;
  },
  setdefault: (map: Entries, [key, value = null]) => {
    if (!Object.hasOwn(map, strOf(key))) put(map, strOf(key), value);
    return map[strOf(key)];
  },
  pop: (map: Entries, [key, otherwise]) => {
    const name = strOf(key);
    const value = Object.hasOwn(map, name) ? map[name] : otherwise;
    if (value === undefined) throw new ValueFault(`the map has no key \`${name}\``);
    delete map[name];
    return value;
  },
};

/** Sets an own entry, `__proto__` included. */
export function put(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function letters(value: unknown): string[] {
  if (isText(value)) return [...plain(value)];
  throw new ValueFault('a list is extended by a list');
}

function position(value: unknown): number {
  const number = numberOf(value);
  if (number && 'int' in number) return Number(number.int);
  throw new ValueFault('a position in a list is a whole number');
}
