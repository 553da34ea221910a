import { boundedList } from '../values/bounds.ts';

/** What may be none in a list. */
const NONE = new Set<unknown>([null, 'None', 'null']);

/** The entries of a list and of the lists in it, so many levels deep. Throws ValueFault where there are too many. */
export function flatten(list: readonly unknown[], levels: number, skipsNulls: boolean): unknown[] {
  const found: unknown[] = [];
  const add = (values: readonly unknown[], left: number) => {
    for (const value of values) {
      if (skipsNulls && NONE.has(value)) continue;
      if (Array.isArray(value) && left !== 0) add(value, left - 1);
      else boundedList(found).push(value);
    }
  };
  add(list, levels);
  return found;
}
