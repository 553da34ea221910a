import { collected, counted, listed, ranges } from './fold.ts';
import { messageLines } from './message-lines.ts';
import { type Advice, advice } from './network-advice.ts';
import { outliers } from './network-outliers.ts';
import { type Paint, painter } from './paint.ts';
import { printable } from './printable.ts';
import { type FoldedRow, foldRows, tableRows } from './table.ts';
import { type UnreadHost, unreadLines } from './unread-hosts.ts';
import { foldedText, outline } from './variants.ts';

/** A guest's interface as `virtfleet networks` tells it; `interface` is its tap, absent while the guest does not run. */
export interface NetworkGuest {
  guest: string;
  interface?: string;
}

/** One network of one host, as it was read. */
export interface NetworkRow {
  host: string;
  network: string;
  /** libvirt's forward mode, `isolated` for a network without one. */
  mode: string;
  bridge: string | null;
  /** The subnets in CIDR notation; none when libvirt gives the network no address. */
  subnet: readonly string[];
  active: boolean;
  autostart: boolean;
  persistent: boolean;
  /** In what the live copy differs from the persistent one; empty when they are the same. */
  liveDiffers: readonly string[];
  guests: readonly NetworkGuest[];
  /** Guests whose tap is not a port of the network's bridge. */
  guestsOffBridge: readonly NetworkGuest[];
  /** Of an active network that has a dnsmasq: the daemon of libvirt that has to start it again, as it is not running. */
  dnsmasqDown: string | null;
  /**
   * Of an active network that gives out addresses: the leases that guests hold, of how many addresses (those of the
   * ranges, and reserved ones outside of them), and how many of the ranges are left for a guest without reservation.
   */
  leases: { used: number; addresses: number; free: number } | null;
}

/** A network whose definition cannot be read, and why. */
export interface UnreadableNetwork {
  host: string;
  network: string;
  message: string;
}

/** All that was found on the hosts. */
export interface FleetNetworks {
  networks: readonly NetworkRow[];
  unreadable: readonly UnreadableNetwork[];
  unreachable: readonly UnreadHost[];
}

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

/** Only what is unusual is said: `up` is active, persistent and autostarted, with live and persistent copy the same. */
export function stateOf(
  row: Pick<NetworkRow, 'active' | 'autostart' | 'persistent' | 'liveDiffers' | 'guestsOffBridge'> & {
    dnsmasqDown?: string | null;
  },
) {
  const unusual = [
    !row.persistent && 'transient',
    row.persistent && !row.autostart && 'no autostart',
    row.liveDiffers.length > 0 && 'live differs',
    row.dnsmasqDown && 'no dnsmasq',
    row.guestsOffBridge.length > 0 && `${row.guestsOffBridge.length} off bridge`,
  ].filter((word) => typeof word === 'string');
  return [row.active ? 'up' : 'down', ...unusual].join(', ');
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
