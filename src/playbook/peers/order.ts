/** Where tasks stand in lists: hosts share these arrays. */
const inner = new WeakMap<readonly number[], (readonly number[])[]>();

/** In front of everything that a play does. */
export const START: readonly number[] = [];

/** The place of the entry with that index, in the list whose place is `order`. */
export function entryOf(order: readonly number[], index: number): readonly number[] {
  const known = inner.get(order) ?? [];
  inner.set(order, known);
  known[index] ??= [...order, index];
  return known[index];
}

/** Negative where `one` comes before `other`; what is in an entry comes behind the entry itself. */
export function compareOrder(one: readonly number[], other: readonly number[]): number {
  for (const [index, at] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (at !== against) return at - against;
  }
  return one.length - other.length;
}
