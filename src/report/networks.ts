import { counted, listed, ranges } from './fold.ts';
import { type Advice, advice } from './network-advice.ts';
import { outliers } from './network-outliers.ts';
import { type Paint, painter } from './paint.ts';
import { printable } from './printable.ts';
import { foldRows, tableLines } from './table.ts';
import { wrapped } from './wrap.ts';

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
}

/** A host that could not be read, and why. */
export interface UnreadHost {
  host: string;
  message: string;
}

export interface NetworksOptions {
  color: boolean;
  width: number;
}

/** The table, then what deserves attention as sentences, then what to type next. */
export function networksText(
  rows: readonly NetworkRow[],
  unread: readonly UnreadHost[],
  { color, width }: NetworksOptions,
): string {
  const paint = painter(color);
  const [head = '', ...body] = tableLines(HEAD, folded(rows, width));
  const parts = [rows.length > 0 ? [paint('bold', head), ...body] : ['No networks were found.']];
  const sentences = [...unread.map(unreadSentence), ...advice(rows), ...outliers(rows)];
  if (sentences.length > 0) parts.push(attention(sentences, paint, width));
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same for programs: one document. */
export function networksJson(rows: readonly NetworkRow[], unread: readonly UnreadHost[]): string {
  return `${JSON.stringify({ version: 1, networks: rows, unreachable: unread }, undefined, 2)}\n`;
}

const HEAD = ['NETWORK', 'MODE', 'BRIDGE', 'SUBNET', 'STATE', 'GUESTS', 'HOSTS'];

function folded(rows: readonly NetworkRow[], width: number): string[][] {
  return foldRows(rows, cellsOf).map(({ hosts, cells }) => [
    ...cells,
    listed(ranges(hosts), Math.floor(width / 4)),
  ]);
}

function cellsOf({ network, mode, bridge, subnet, guests, ...row }: NetworkRow): string[] {
  return [network, mode, bridge ?? '-', subnet.join(' ') || '-', stateOf(row), String(guests.length)];
}

/** Only what is unusual is said: `up` is active, persistent and autostarted, with live and persistent copy the same. */
function stateOf(
  row: Pick<NetworkRow, 'active' | 'autostart' | 'persistent' | 'liveDiffers' | 'guestsOffBridge'>,
) {
  const unusual = [
    !row.persistent && 'transient',
    row.persistent && !row.autostart && 'no autostart',
    row.liveDiffers.length > 0 && 'live differs',
    row.guestsOffBridge.length > 0 && `${row.guestsOffBridge.length} off bridge`,
  ].filter((word) => word !== false);
  return [row.active ? 'up' : 'down', ...unusual].join(', ');
}

function unreadSentence({ host, message }: UnreadHost): Advice {
  return { subject: host, sentence: message };
}

function attention(all: readonly Advice[], paint: Paint, width: number): string[] {
  const lines = [paint('bold', `${counted(all.length, 'thing')} to look at; commands are for the host`)];
  for (const { subject, sentence, command } of all) {
    const [first = '', ...rest] = wrapped(`${printable(subject)}: ${printable(sentence)}`, width, '  ');
    lines.push(paint('yellow', first), ...rest.map((line) => paint('yellow', line)));
    if (command !== undefined) lines.push(`      ${printable(command)}`);
  }
  return lines;
}
