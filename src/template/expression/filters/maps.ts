import { isMap } from '../../values.ts';
import { compare, contains, truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { isText, plain, Undefined, ValueFault } from '../values/value.ts';
import { follow, listOf, mapOf, textOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';

type Entries = Readonly<Record<string, unknown>>;

/** How `combine` puts two lists of one key together. */
const LIST_MERGES: Readonly<
  Record<string, (low: readonly unknown[], high: readonly unknown[]) => unknown[]>
> = {
  replace: (_, high) => [...high],
  keep: (low) => [...low],
  append: (low, high) => [...low, ...high],
  prepend: (low, high) => [...high, ...low],
  append_rp: (low, high) => [...low.filter((each) => !contains(high, each)), ...high],
  prepend_rp: (low, high) => [...high, ...low.filter((each) => !contains(high, each))],
};

function merged(low: Entries, high: Entries, isDeep: boolean, listMerge: string): Entries {
  const mergeLists = Object.hasOwn(LIST_MERGES, listMerge) ? LIST_MERGES[listMerge] : undefined;
  if (!mergeLists) throw new ValueFault(`list_merge is one of ${Object.keys(LIST_MERGES).join(', ')}`);
  const entries = new Map(Object.entries(low));
  for (const [key, value] of Object.entries(high)) {
    const before = entries.get(key);
    if (isMap(before) && isMap(value) && isDeep) entries.set(key, merged(before, value, isDeep, listMerge));
    else if (Array.isArray(before) && Array.isArray(value)) entries.set(key, mergeLists(before, value));
    else entries.set(key, value);
  }
  return Object.fromEntries(entries);
}

function combine(value: unknown, others: readonly unknown[], named: Entries): Entries {
  const maps = [value, ...others].flatMap((each) => (Array.isArray(each) ? each : [each])).map(mapOf);
  const [isDeep, listMerge] = [truthOf(named.recursive ?? false), strOf(named.list_merge ?? 'replace')];
  return maps.reduce((low, high) => merged(low, high, isDeep, listMerge), {});
}

function itemsToMap(list: unknown, key: unknown, value: unknown): Entries {
  const [keyName, valueName] = [strOf(key ?? 'key'), strOf(value ?? 'value')];
  return Object.fromEntries(
    listOf(list).map((entry) => {
      const [own, inner] = [follow(entry, keyName), follow(entry, valueName)];
      if (own instanceof Undefined || inner instanceof Undefined)
        throw new ValueFault(`each entry needs ${keyName} and ${valueName}`);
      return [strOf(own), inner];
    }),
  );
}

export const MAPS = {
  combine: openOperation('other recursive list_merge', (value, { list, named }) =>
    combine(value, list, named),
  ),
  dict2items: operation('key_name value_name', (map: unknown, [key, value]) =>
    Object.entries(mapOf(map)).map(([name, inner]) => ({
      [strOf(key ?? 'key')]: name,
      [strOf(value ?? 'value')]: inner,
    })),
  ),
  items2dict: operation('key_name value_name', (list: unknown, [key, value]) => itemsToMap(list, key, value)),
  items: operation('', (map: unknown) => Object.entries(mapOf(map))),
  dictsort: operation('case_sensitive by reverse', (map: unknown, [isCaseSensitive, by, isReversed]) => {
    const index = (by ?? 'key') === 'key' ? 0 : 1;
    const key = (entry: readonly unknown[]) => {
      const own = entry[index];
      return isText(own) && !truthOf(isCaseSensitive ?? false) ? plain(own).toLowerCase() : own;
    };
    const entries = Object.entries(mapOf(map)).sort((one, other) => compare(key(one), key(other)));
    return truthOf(isReversed ?? false) ? entries.toReversed() : entries;
  }),
  /** community.general.dict: a map of pairs. */
  dict: operation('', (list: unknown) =>
    Object.fromEntries(listOf(list).map((pair) => [strOf(listOf(pair)[0]), listOf(pair)[1]])),
  ),
  rekey_on_member: operation('key duplicates', (value: unknown, [key, duplicates]) => {
    const entries = isMap(value) ? Object.values(value) : listOf(value);
    const found = new Map<string, unknown>();
    for (const entry of entries) {
      const name = strOf(follow(entry, key));
      if (found.has(name) && (duplicates ?? 'error') === 'error')
        throw new ValueFault(`two entries have the key ${name}`);
      found.set(name, entry);
    }
    return Object.fromEntries(found);
  }),
  /** community.general.lists_mergeby: maps of several lists, those of one name put together. */
  lists_mergeby: openOperation('other index recursive list_merge', (value, { list, named }) => {
    const index = textOf(list.at(-1), 'the name of a key');
    const all = [value, ...list.slice(0, -1)].flatMap(listOf).map(mapOf);
    const groups = new Map<string, Entries[]>();
    for (const entry of all) {
      const name = strOf(entry[index]);
      groups.set(name, [...(groups.get(name) ?? []), entry]);
    }
    return [...groups]
      .sort(([one], [other]) => compare(one, other))
      .map(([, entries]) => combine({}, entries, named));
  }),
};
