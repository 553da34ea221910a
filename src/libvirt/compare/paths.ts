import type { Fields, Group } from '../model/element.ts';
import { type Network, network } from '../model/network.ts';
import { keyOf, type ListName, listAt } from './list-rules.ts';
import { asWritten } from './normalize.ts';

/**
 * What a task writes, by path. For a list (`ip.dhcp.host`) the keys of its entries, none for an empty one. For any
 * other element or attribute (`domain.name`, `ip.dhcp.host.name`) the keys of the entries that it stands in, and one
 * empty key where it stands in no list.
 */
export type Paths = Readonly<Record<string, readonly string[]>>;

type Values = Readonly<Record<string, unknown>>;

/** The paths of all that a definition says. */
export function pathsOf(definition: Network): Paths {
  const { name: _, ...others } = asWritten(definition);
  const found = new Map<string, Set<string>>();
  collect(network.fields, others, { at: [], key: '', isEntry: false }, found);
  return Object.fromEntries([...found].map(([path, keys]) => [path, [...keys].toSorted()]));
}

/** The path of a field: a netmask says what a prefix says. */
export function pathOf(at: readonly string[], name: string): string {
  return [...at, name === 'netmask' ? 'prefix' : name].join('.');
}

/** What identifies one among all of a network. */
export function qualifiedKey(path: string, key: string): string {
  return `${path} ${key}`;
}

interface Position {
  at: readonly string[];
  key: string;
  isEntry: boolean;
}

function collect(fields: Fields, values: Values, position: Position, found: Map<string, Set<string>>) {
  const { at, key, isEntry } = position;
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    // An entry does not exist without what it must have.
    if (value === undefined || (isEntry && field.required)) continue;
    const [path, inner] = [pathOf(at, name), [...at, name]];
    const keys = found.get(path) ?? new Set();
    if (field.in === 'list' && listAt(path)) {
      found.set(path, keys);
      for (const entry of value as Values[]) {
        const own = keyOf(path as ListName, entry);
        keys.add(own);
        const { fields: below } = field.element as Group;
        collect(below, entry, { at: inner, key: own, isEntry: true }, found);
      }
    } else if (field.in === 'child' && field.element.kind === 'group') {
      collect(field.element.fields, value as Values, { at: inner, key, isEntry: false }, found);
    } else found.set(path, keys.add(key));
  }
}
