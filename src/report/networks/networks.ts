import { collected, counted, listed, ranges } from '../fold.ts';
import { messageLines } from '../message-lines.ts';
import { type Paint, painter } from '../paint.ts';
import { printable } from '../printable.ts';
import { type FoldedRow, foldRows, tableRows } from '../table.ts';
import { unreadLines } from '../unread-hosts.ts';
import { foldedText, outline } from '../variants.ts';
import { type Advice, advice } from './network-advice.ts';
import { outliers } from './network-outliers.ts';
import { type FleetNetworks, type NetworkRow, stateOf } from './network-rows.ts';

export interface NetworksOptions {
  color: boolean;
  width: number;
  /** Whether networks that differ from host to host in values only have a row each. */
  expand?: boolean;
}

/** The table, then the hosts that are not in it, then what deserves attention, with what to type next. */
export function networksText(
  found: FleetNetworks,
  { color, width, expand = false }: NetworksOptions,
): string {
  const { networks, unreadable, unreachable } = found;
  const paint = painter(color);
  const [head = [], ...body] = tableRows(HEAD, folded(found, width, expand), width);
  const table = [...head.map((line) => paint('bold', line)), ...body.flat()];
  const parts = [body.length > 0 ? table : ['No networks were found.']];
  if (unreachable.length > 0) parts.push(unreadLines(unreachable, paint, width));
  const sentences = [...advice(networks, unreadable), ...outliers(networks)];
  if (sentences.length > 0) parts.push(attention(sentences, paint, width));
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same for programs: one document. */
export function networksJson(found: FleetNetworks): string {
  return `${JSON.stringify({ version: 1, ...found }, undefined, 2)}\n`;
}

const HEAD = ['NETWORK', 'MODE', 'BRIDGE', 'SUBNET', 'STATE', 'GUESTS', 'LEASES', 'HOSTS'];

/** More rows than this that differ in values only become one. */
const SIDE_BY_SIDE = 3;

/** How many guests and leases there are differs from host to host: rows that are the same but for that are one. */
function folded({ networks, unreadable }: FleetNetworks, width: number, expand: boolean): string[][] {
  const same = foldRows(networks, cellsOf);
  const known = (expand ? same : alike(same)).map(({ hosts, cells, rows }) => ({
    cells: [...cells, span(rows.map(({ guests }) => guests.length)), leasesOf(rows)],
    hosts,
  }));
  const unknown = foldRows(unreadable, ({ network }) => [network, '-', '-', '-', 'unreadable', '-', '-']);
  return [...known, ...unknown].map(({ hosts, cells }) => [
    ...cells,
    listed(ranges(hosts), Math.floor(width / 4)),
  ]);
}

/** Rows of a network that has its own subnet or bridge on each host, put together: `10.40.{1…20}.0/24`. */
function alike(rows: readonly FoldedRow<NetworkRow>[]): FoldedRow<NetworkRow>[] {
  const outlined = ({ cells, hosts }: FoldedRow<NetworkRow>) =>
    JSON.stringify(cells.map((cell, column) => (column === 0 ? cell : outline(cell, hosts[0] ?? ''))));
  return collected(rows, outlined).flatMap((same) => {
    if (same.length <= SIDE_BY_SIDE) return same;
    const [{ cells }] = same;
    return {
      hosts: same.flatMap(({ hosts }) => hosts),
      rows: same.flatMap((row) => row.rows),
      cells: cells.map((_, column) => foldedText(same.map((row) => row.cells[column] ?? ''))),
    };
  });
}

function cellsOf({ network, mode, bridge, subnet, ...row }: NetworkRow): string[] {
  return [network, mode, bridge ?? '-', subnet.join(' ') || '-', stateOf(row)];
}

/** `3/101`, or `3-57/101` for several hosts. */
function leasesOf(rows: readonly NetworkRow[]): string {
  const pools = rows.flatMap(({ leases }) => leases ?? []);
  if (pools.length === 0) return '-';
  return `${span(pools.map(({ used }) => used))}/${span(pools.map(({ addresses }) => addresses))}`;
}

function span(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least}-${most}`;
}

function attention(all: readonly Advice[], paint: Paint, width: number): string[] {
  const lines = [paint('bold', `${counted(all.length, 'thing')} to look at; commands are for the host`)];
  for (const { subject, sentence, command } of all) {
    const [first = '', ...rest] = messageLines(`${subject}: ${sentence}`, { width, indent: '  ', limit: 0 });
    lines.push(paint('yellow', first), ...rest.map((line) => paint('yellow', line)));
    if (command !== undefined) lines.push(`      ${printable(command)}`);
  }
  return lines;
}
