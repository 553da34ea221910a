import { columns, printable } from './printable.ts';

/** Columns as wide as their widest cell, two blanks apart; nothing follows the last word of a line. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...all.map((row) => columns(row[column] ?? ''))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columns(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Rows that are the same but for their hosts, and for what varies by itself. */
export interface FoldedRow<Row> {
  hosts: string[];
  cells: readonly string[];
  rows: Row[];
}

/** Rows whose `cells` are the same, put together; in the order they first came. */
export function foldRows<Row extends { host: string }>(
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
): FoldedRow<Row>[] {
  const folded = new Map<string, FoldedRow<Row>>();
  for (const row of rows) {
    const own = cells(row);
    const key = JSON.stringify(own);
    const same = folded.get(key);
    if (same) {
      same.hosts.push(row.host);
      same.rows.push(row);
    } else folded.set(key, { hosts: [row.host], cells: own, rows: [row] });
  }
  return [...folded.values()];
}
