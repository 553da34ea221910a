import { joined, LONGEST, tooLong } from '../values/bounds.ts';
import { identity } from '../values/identity.ts';
import { compare, equal, truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { isText, plain, Undefined, ValueFault } from '../values/value.ts';
import { countOf, follow, listOf, mapOf, textOf, valueBy } from './arguments.ts';
import { flatten } from './flatten.ts';
import { openOperation, operation } from './operation.ts';

/** The key that entries are compared by: text without its case unless that counts. */
function comparable(by: (value: unknown) => unknown, isCaseSensitive: boolean) {
  return (value: unknown) => {
    const key = by(value);
    return isText(key) && !isCaseSensitive ? plain(key).toLowerCase() : key;
  };
}

function sorted(list: readonly unknown[], key: (value: unknown) => unknown, isReversed: boolean): unknown[] {
  const keyed = list.map((value) => ({ value, key: key(value) }));
  keyed.sort((one, other) => (isReversed ? compare(other.key, one.key) : compare(one.key, other.key)));
  return keyed.map(({ value }) => value);
}

/** `a,b` sorts by a, then by b. */
function keysOf(attribute: unknown, isCaseSensitive: boolean): (value: unknown) => unknown {
  const names = isText(attribute) ? plain(attribute).split(',') : [attribute];
  const keys = names.map((name) => comparable(valueBy(name), isCaseSensitive));
  const [only] = keys;
  return keys.length === 1 && only ? only : (value) => keys.map((key) => key(value));
}

function unique(list: readonly unknown[], key: (value: unknown) => unknown = (value) => value): unknown[] {
  const seen = new Set<unknown>();
  return list.filter((value) => {
    const own = identity(key(value));
    return !seen.has(own) && seen.add(own);
  });
}

/** Whether a value is among the entries of a list. */
function membership(list: unknown): (value: unknown) => boolean {
  const entries = new Set(listOf(list).map(identity));
  return (value) => entries.has(identity(value));
}

function extreme(direction: 1 | -1) {
  return operation('case_sensitive attribute', (list: unknown, [isCaseSensitive, attribute]) => {
    const key = comparable(valueBy(attribute), truthOf(isCaseSensitive ?? false));
    const entries = listOf(list);
    if (entries.length === 0) return new Undefined('the list is empty');
    return entries.reduce((best, value) => (compare(key(value), key(best)) * direction < 0 ? value : best));
  });
}

function product(lists: readonly (readonly unknown[])[]): unknown[][] {
  if (lists.reduce((size, list) => size * list.length, lists.length) > LONGEST) throw tooLong();
  return lists.reduce<unknown[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}

/** Rows of so many entries, as many as `count` steps of a product or quotient come to. Throws ValueFault. */
function refuseRows(steps: number, width: number, rowsAfter: (rows: number, step: number) => number): void {
  let rows = 1;
  for (let step = 0; step < steps; step++) {
    rows = rowsAfter(rows, step);
    if (rows * width > LONGEST) throw tooLong();
  }
}

function combinations(list: readonly unknown[], size: number): unknown[][] {
  const fewer = Math.min(size, list.length - size);
  refuseRows(fewer, size, (rows, step) => (rows * (list.length - step)) / (step + 1));
  if (size > list.length) return [];
  const rows: unknown[][] = [];
  for (let chosen = [...Array(size).keys()]; ; ) {
    rows.push(chosen.map((index) => list[index]));
    const next = chosen.findLastIndex((index, at) => index < list.length - size + at);
    if (next < 0) return rows;
    const from = (chosen[next] ?? 0) + 1 - next;
    chosen = chosen.map((index, at) => (at < next ? index : from + at));
  }
}

function permutations(list: readonly unknown[], size: number): unknown[][] {
  if (size > list.length) return [];
  refuseRows(size, size, (rows, step) => rows * (list.length - step));
  if (size === 1) return list.map((value) => [value]);
  if (size === 0) return [[]];
  return list.flatMap((value, index) =>
    permutations(list.toSpliced(index, 1), size - 1).map((rest) => [value, ...rest]),
  );
}

function batch(list: readonly unknown[], size: number, fill: unknown): unknown[][] {
  if (size < 1) throw new ValueFault('a batch has at least one entry');
  if (size > LONGEST) throw tooLong();
  const rows: unknown[][] = [];
  for (let at = 0; at < list.length; at += size) rows.push(list.slice(at, at + size));
  const last = rows.at(-1);
  if (fill !== undefined && fill !== null && last) while (last.length < size) last.push(fill);
  return rows;
}

/** Jinja's `slice`: so many lists, the longer ones first. */
function slices(list: readonly unknown[], count: number, fill: unknown): unknown[][] {
  if (count < 1) throw new ValueFault('there is at least one slice');
  if (count > LONGEST) throw tooLong();
  const [size, longer] = [Math.floor(list.length / count), list.length % count];
  let at = 0;
  return Array.from({ length: count }, (_, index) => {
    const end = at + size + (index < longer ? 1 : 0);
    const slice = list.slice(at, end);
    at = end;
    return fill !== undefined && fill !== null && index >= longer && longer > 0 ? [...slice, fill] : slice;
  });
}

function zip(lists: readonly (readonly unknown[])[], length: number, fill: unknown): unknown[][] {
  return Array.from({ length }, (_, index) =>
    lists.map((list) => (index < list.length ? list[index] : fill)),
  );
}

function subelements(value: unknown, path: unknown, skipsMissing: boolean): unknown[] {
  const entries = Array.isArray(value) ? value : Object.values(mapOf(value));
  return entries.flatMap((entry) => {
    const inner = follow(entry, Array.isArray(path) ? path.map(strOf).join('.') : path);
    if (inner instanceof Undefined) {
      if (skipsMissing) return [];
      throw new ValueFault(
        `an entry has no ${strOf(path)}`,
        'Skip those without it: subelements(…, skip_missing=True).',
      );
    }
    if (!Array.isArray(inner)) throw new ValueFault(`${strOf(path)} of an entry is not a list`);
    return inner.map((each) => [entry, each]);
  });
}

function groupBy(list: readonly unknown[], attribute: unknown, otherwise: unknown): unknown[] {
  const key = (value: unknown) => {
    const found = follow(value, attribute);
    if (!(found instanceof Undefined)) return found;
    if (otherwise === undefined) throw new ValueFault(`an entry has no ${strOf(attribute)}`);
    return otherwise;
  };
  const groups: [unknown, unknown[]][] = [];
  for (const value of sorted(list, comparable(key, false), false)) {
    const last = groups.at(-1);
    const own = key(value);
    if (last && equal(comparable(() => last[0], false)(null), comparable(() => own, false)(null)))
      last[1].push(value);
    else groups.push([own, [value]]);
  }
  return groups;
}

export const LISTS = {
  list: operation('', (value: unknown) => listOf(value)),
  first: operation('', (value: unknown) => {
    const [first] = listOf(value);
    return first === undefined ? new Undefined('the list is empty, it has no first entry') : first;
  }),
  last: operation('', (value: unknown) => {
    const last = listOf(value).at(-1);
    return last === undefined ? new Undefined('the list is empty, it has no last entry') : last;
  }),
  length: operation('', (value: unknown) => listOf(value).length),
  reverse: operation('', (value: unknown) => {
    const reversed = listOf(value).toReversed();
    return isText(value) ? reversed.join('') : reversed;
  }),
  sort: operation(
    'reverse case_sensitive attribute',
    (list: unknown, [isReversed, isCaseSensitive, attribute]) =>
      sorted(
        listOf(list),
        keysOf(attribute, truthOf(isCaseSensitive ?? false)),
        truthOf(isReversed ?? false),
      ),
  ),
  unique: operation('case_sensitive attribute', (list: unknown, [isCaseSensitive, attribute]) =>
    unique(listOf(list), comparable(valueBy(attribute), truthOf(isCaseSensitive ?? false))),
  ),
  union: operation('other', (list: unknown, [other]) => unique([...listOf(list), ...listOf(other)])),
  intersect: operation('other', (list: unknown, [other]) => unique(listOf(list).filter(membership(other)))),
  difference: operation('other', (list: unknown, [other]) => {
    const isThere = membership(other);
    return unique(listOf(list).filter((value) => !isThere(value)));
  }),
  symmetric_difference: operation('other', (list: unknown, [other]) => {
    const [isInOne, isInTwo] = [membership(list), membership(other)];
    return unique([
      ...listOf(list).filter((each) => !isInTwo(each)),
      ...listOf(other).filter((each) => !isInOne(each)),
    ]);
  }),
  min: extreme(1),
  max: extreme(-1),
  flatten: operation('levels skip_nulls', (list: unknown, [levels, skipsNulls]) =>
    flatten(
      listOf(list),
      levels === undefined || levels === null ? -1 : countOf(levels),
      truthOf(skipsNulls ?? true),
    ),
  ),
  zip: operation('*', (list: unknown, others) => {
    const lists = [list, ...others].map(listOf);
    return zip(lists, Math.min(...lists.map(({ length }) => length)), null);
  }),
  zip_longest: openOperation('* fillvalue', (list, { list: others, named }) => {
    const lists = [list, ...others].map(listOf);
    return zip(lists, Math.max(...lists.map(({ length }) => length)), named.fillvalue ?? null);
  }),
  product: operation('*', (list: unknown, others) => product([list, ...others].map(listOf))),
  combinations: operation('size', (list: unknown, [size]) => combinations(listOf(list), countOf(size))),
  permutations: operation('size', (list: unknown, [size]) => {
    const entries = listOf(list);
    return permutations(entries, Math.min(countOf(size, entries.length), entries.length + 1));
  }),
  batch: operation('linecount fill_with', (list: unknown, [size, fill]) =>
    batch(listOf(list), countOf(size), fill),
  ),
  slice: operation('slices fill_with', (list: unknown, [count, fill]) =>
    slices(listOf(list), countOf(count), fill),
  ),
  subelements: operation('subelements skip_missing', (value: unknown, [path, skipsMissing]) =>
    subelements(value, path, truthOf(skipsMissing ?? false)),
  ),
  groupby: operation('attribute default', (list: unknown, [attribute, otherwise]) =>
    groupBy(listOf(list), attribute, otherwise),
  ),
  join: operation('d attribute', (list: unknown, [glue, attribute]) =>
    joined(
      listOf(list).map((value) => strOf(valueBy(attribute)(value))),
      glue === undefined ? '' : textOf(glue),
    ),
  ),
};
