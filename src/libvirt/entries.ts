import { comparable } from './comparable.ts';
import type { Fields, Group } from './element.ts';
import { type Entries, keyOf, type ListName, listAt } from './lists.ts';
import { type Network, network } from './network.ts';

type Values = Readonly<Record<string, unknown>>;

/** The keys of all entries of the lists that a definition has; a list without entries is among them. */
export function entriesOf(definition: Network): Entries {
  const found = new Map<ListName, Set<string>>();
  collect(network.fields, { ...comparable(definition) }, [], found);
  return Object.fromEntries([...found].map(([list, keys]) => [list, [...keys].toSorted()]));
}

function collect(fields: Fields, values: Values, at: readonly string[], found: Map<ListName, Set<string>>) {
  for (const [name, field] of Object.entries(fields)) {
    const [value, inner] = [values[name], [...at, name]];
    if (value === undefined || field.in === 'attribute') continue;
    const list = inner.join('.') as ListName;
    const isList = field.in === 'list' && listAt(list) !== undefined;
    if (isList) {
      const keys = found.get(list) ?? new Set();
      for (const entry of value as Values[]) keys.add(keyOf(list, entry));
      found.set(list, keys);
    }
    if (field.element.kind !== 'group' || (isList && list !== 'ip')) continue;
    const { fields: below } = field.element as Group;
    for (const each of [value].flat()) collect(below, each as Values, inner, found);
  }
}
