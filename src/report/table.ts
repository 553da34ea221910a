import { columns, printable } from './printable.ts';
import { wrapped } from './wrap.ts';

const GAP = '  ';

/**
 * The lines of each row, that of the heads first. Columns are as wide as their widest cell, two blanks apart; nothing
 * follows the last word of a line. In a table wider than `width` the widest cells are broken between words; where that
 * is not enough, the cells of the last column stand below the others.
 */
export function tableRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[][] {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = fitted(all, width);
  if (widths) return all.map((row) => rowLines(row, widths));
  const above = all.map((row) => row.slice(0, -1));
  const room = fitted(above, width) ?? naturalWidths(above);
  return all.map((row, index) => [
    ...rowLines(above[index] ?? [], room),
    ...(index > 0 ? wrapped(row.at(-1) ?? '', width, GAP) : []),
  ]);
}

/** The same for a page that has room for all, or whose rows need not be told apart. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  return tableRows(head, rows, width).flat();
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => wrapped(cell, widths[column] ?? 0));
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => padded(lines[line] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const [head = []] = rows;
  return head.map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
}

/** Widths of the columns with which a table fits; undefined where its words are too long for that. */
function fitted(rows: readonly (readonly string[])[], width: number): number[] | undefined {
  const widths = naturalWidths(rows);
  const words = naturalWidths(rows.map((row) => row.map(longestWord)));
  let excess = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length) - width;
  while (excess > 0) {
    const room = widths.map((one, column) => (one > (words[column] ?? 0) ? one : 0));
    const widest = room.indexOf(Math.max(...room));
    if ((room[widest] ?? 0) === 0) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function longestWord(text: string): string {
  return text.split(' ').reduce((longest, word) => (columns(word) > columns(longest) ? word : longest), '');
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
