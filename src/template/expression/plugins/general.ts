import { crc32 } from 'node:zlib';
import { listOf, mapOf, textOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { truthOf } from '../values/operators.ts';
import { reprOf, strOf } from '../values/text.ts';
import { isText, typeName, ValueFault } from '../values/value.ts';
import { compareVersions } from '../values/versions.ts';
import { fromCsv } from './from-csv.ts';
import { jsonQuery } from './json-query.ts';

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'];

/** Filters of community.general. Source: its documentation for Ansible 7. */
export const GENERAL = {
  json_query: jsonQuery,
  from_csv: fromCsv,
  counter: operation('', (value: unknown) => {
    if (!Array.isArray(value) && !isText(value))
      throw new ValueFault(`a list or a text is needed, not ${typeName(value)}`);
    const counts = new Map<string, number>();
    for (const each of listOf(value)) {
      if (typeof each === 'object' && each !== null && !isText(each))
        throw new ValueFault(`a ${typeName(each)} cannot be counted`);
      counts.set(strOf(each), (counts.get(strOf(each)) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }),
  crc32: operation('', (value: unknown) => crc32(textOf(value)).toString(16)),
  dict_kv: operation('key', (value: unknown, [key]) => ({ [strOf(key)]: value })),
  groupby_as_dict: operation('attribute', (list: unknown, [attribute]) => {
    if (!Array.isArray(list)) throw new ValueFault(`a list is needed, not ${typeName(list)}`);
    const name = strOf(attribute);
    const groups = new Map<string, unknown>();
    for (const entry of list.map(mapOf)) {
      if (!Object.hasOwn(entry, name)) throw new ValueFault(`an entry has no ${name}`);
      const key = strOf(entry[name]);
      if (groups.has(key)) throw new ValueFault(`two entries have the ${name} ${reprOf(entry[name])}`);
      groups.set(key, entry);
    }
    return Object.fromEntries(groups);
  }),
  unicode_normalize: operation('form', (value: unknown, [form]) => {
    const name = strOf(form ?? 'NFC');
    if (!FORMS.includes(name))
      throw new ValueFault(`there is no form ${name}`, `There are ${FORMS.join(', ')}.`);
    return textOf(value).normalize(name);
  }),
  version_sort: operation('reverse', (value: unknown, [reverse]) => {
    const sorted = [...listOf(value)].sort((one, other) => compareVersions(textOf(one), textOf(other)));
    return truthOf(reverse ?? false) ? sorted.toReversed() : sorted;
  }),
};
