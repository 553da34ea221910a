/**
 * Whether all rows of all tables are asked for, as `npm run nightly` does. Without it, tests take the same sample of
 * their tables each time: that is what `npm test` has time for.
 */
export const NIGHTLY = process.env.VIRTFLEET_NIGHTLY === '1';

/** So many rows of a table, evenly spread from its first one on; at night all. */
export function sampled<Row>(rows: readonly Row[], count: number, all = NIGHTLY): readonly Row[] {
  const each = rows.length / count;
  return all || each <= 1 ? rows : rows.filter((_, index) => index % each < 1);
}

/** The rows of one place (a host, a user, a kind of fault), where all places take turns; at night all rows. */
export function inTurn<Row, Place>(
  rows: readonly Row[],
  place: Place,
  places: readonly Place[],
  all = NIGHTLY,
): readonly Row[] {
  return rows.filter((_, index) => all || places[index % places.length] === place);
}
