import { isMap } from '../../values.ts';
import { joined } from './bounds.ts';
import { contains, equal } from './operators.ts';
import { Temporal } from './temporal.ts';
import { strOf } from './text.ts';
import { changes, type Method, TEXT, text } from './text-methods.ts';
import { absent, isText, plain, Undefined, ValueFault } from './value.ts';

/** The method of a value with this name, of Python's `str`, `list` and `dict` or of CEL's; all of them are pure. */
export function methodOf(
  value: unknown,
  name: string,
):
  | ((value: unknown, args: readonly unknown[], named: Readonly<Record<string, unknown>>) => unknown)
  | undefined {
  if (value instanceof Temporal) {
    const method = value.method(name);
    return method && ((_, args) => method(args));
  }
  const table = isText(value) ? TEXT : Array.isArray(value) ? LIST : isMap(value) ? MAP : {};
  const own = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!own) return undefined;
  return (receiver, args, named) =>
    own((isText(receiver) ? plain(receiver) : receiver) as never, args, named);
}

const LIST: Readonly<Record<string, Method>> = {
  index: (list: unknown[], [value]) => {
    const index = list.findIndex((one) => equal(one, value));
    if (index < 0) throw new ValueFault('the list does not contain the value');
    return index;
  },
  count: (list: unknown[], [value]) => list.filter((one) => equal(one, value)).length,
  copy: (list: unknown[]) => list,
  join: (list: unknown[], [glue]) => joined(list.map(strOf), glue === undefined ? '' : text(glue)),
  contains: (list: unknown[], [value]) => contains(list, value),
  size: (list: unknown[]) => list.length,
  append: changes('Make a new list: list + [entry].'),
  extend: changes('Make a new list: list + other.'),
  insert: changes('Make a new list: list[:1] + [entry] + list[1:].'),
  pop: changes('Make a new list: list[:-1].'),
  remove: changes("Make a new list: list | difference(['entry'])."),
  sort: changes('Use | sort.'),
  reverse: changes('Use | reverse.'),
};

const MAP: Readonly<Record<string, Method>> = {
  items: (map: Readonly<Record<string, unknown>>) => Object.entries(map),
  keys: (map: Readonly<Record<string, unknown>>) => Object.keys(map),
  values: (map: Readonly<Record<string, unknown>>) => Object.values(map),
  get: (map: Readonly<Record<string, unknown>>, [key, otherwise]) => {
    if (key instanceof Undefined) throw absent(key);
    return Object.hasOwn(map, strOf(key)) ? map[strOf(key)] : (otherwise ?? null);
  },
  copy: (map: Readonly<Record<string, unknown>>) => map,
  size: (map: Readonly<Record<string, unknown>>) => Object.keys(map).length,
  update: changes('Make a new map: map | combine(other).'),
  setdefault: changes('Make a new map: {...} | combine(map).'),
  pop: changes("Make a new map: map | dict2items | rejectattr('key', 'equalto', 'name') | items2dict."),
};

/** Those of Python's `datetime` and `timedelta`. */
const TEMPORAL = ['strftime', 'isoformat', 'timestamp', 'weekday', 'isoweekday', 'total_seconds'];

const NAMES = new Set([
  'orValue',
  ...TEMPORAL,
  ...Object.keys(TEXT),
  ...Object.keys(LIST),
  ...Object.keys(MAP),
]);

/** Whether some value has a method of this name. */
export function isMethod(name: string): boolean {
  return NAMES.has(name);
}

/** The names of all methods. */
export const METHODS: Iterable<string> = NAMES;
