import type { Holder } from '../../leases/holder.ts';
import { byName, counted } from '../fold.ts';
import { messageLines } from '../message-lines.ts';
import { type Paint, painter } from '../paint.ts';
import { tableRows } from '../table.ts';
import { type UnreadHost, unreadLines } from '../unread-hosts.ts';

/** All that was found. */
export interface FoundLeases {
  holders: readonly Holder[];
  /** What of a host could not be seen. */
  unseen: readonly { host: string; what: string }[];
  unreachable: readonly UnreadHost[];
  /** Why there is nothing to show, where that is so. */
  nothing: string;
}

/** The table, then the hosts that are not in it, then what is stale or in conflict. */
export function leasesText(found: FoundLeases, { color, width }: { color: boolean; width: number }): string {
  const { holders, unseen, unreachable, nothing } = found;
  const paint = painter(color);
  const rows = holders.toSorted(inOrder);
  const [head = [], ...body] = tableRows(HEAD, rows.map(cellsOf), width);
  const table = [
    ...head.map((line) => paint('bold', line)),
    ...body.flatMap((lines, index) =>
      lines.map((line) => (rows[index]?.marks.length ? paint('yellow', line) : line)),
    ),
  ];
  const parts = [rows.length > 0 ? table : messageLines(nothing, { width, indent: '', limit: 0 })];
  if (unreachable.length > 0) parts.push(unreadLines(unreachable, paint, width));
  const said = rows.filter(({ marks }) => marks.length > 0).flatMap(marksOf);
  const others = unseen.map(({ host, what }) => `${host}: ${what}`);
  if (said.length + others.length > 0) parts.push(attention([...said, ...others], paint, width));
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same for programs: one document. */
export function leasesJson({ nothing: _, holders, ...found }: FoundLeases): string {
  return `${JSON.stringify({ version: 1, holders: holders.toSorted(inOrder), ...found }, undefined, 2)}\n`;
}

const HEAD = ['ADDRESS', 'MAC', 'NAME', 'NETWORK', 'HOST', 'HELD BY'];

function cellsOf(row: Holder): string[] {
  const { ip, mac, name, guest, network, host } = row;
  return [ip ?? '-', mac ?? '-', guest ?? name ?? '-', network, host, heldBy(row)];
}

/** `lease 47m, reserved`: who says so, with what is wrong in front. */
function heldBy({ sources, left, running, marks }: Holder): string {
  const words = sources.map((source) => {
    if (source === 'lease') return left === null ? 'lease' : `lease ${left < 0 ? 'over' : timeLeft(left)}`;
    if (source === 'guest') return running ? 'guest' : 'guest off';
    return source;
  });
  return [[...new Set(marks.map(({ kind }) => kind.toUpperCase()))].join(' '), words.join(', ')]
    .filter(Boolean)
    .join(': ');
}

/** Seconds in their two largest units. */
function timeLeft(seconds: number): string {
  const [days, hours, minutes] = [86_400, 3600, 60].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (days > 0) return `${days}d${hours % 24}h`;
  if (hours > 0) return `${hours}h${minutes % 60}m`;
  return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}

/** By host, network and address, numbers by their value. */
function inOrder(one: Holder, other: Holder): number {
  return (
    byName(one.host, other.host) ||
    byName(one.network, other.network) ||
    byName(one.ip ?? '~', other.ip ?? '~') ||
    byName(one.mac ?? '', other.mac ?? '')
  );
}

function marksOf({ ip, mac, network, host, marks }: Holder): string[] {
  const subject = [ip, mac].filter((one) => one !== null).join(' ');
  return marks.map(({ kind, why }) => `${kind}: ${subject} in ${network} on ${host}: ${why}`);
}

function attention(all: readonly string[], paint: Paint, width: number): string[] {
  const lines = all.flatMap((one) => messageLines(one, { width, indent: '  ', limit: 0 }));
  return [
    paint('bold', `${counted(all.length, 'thing')} to look at`),
    ...lines.map((line) => paint('yellow', line)),
  ];
}
