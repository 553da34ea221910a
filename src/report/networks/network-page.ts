import type { TextDiff } from '../../plan/change.ts';
import { diffLines } from '../diff.ts';
import { messageLines } from '../message-lines.ts';
import { type Paint, painter } from '../paint.ts';
import { printable, printableLines } from '../printable.ts';
import { tableLines, tableRows } from '../table.ts';
import { type UnreadHost, unreadLines } from '../unread-hosts.ts';
import { type NetworkRow, stateOf } from './network-rows.ts';

/** A guest's interface on a network. */
export interface PageGuest {
  guest: string;
  running: boolean;
  mac: string;
  /** Its link on the host, only while it runs. */
  interface: string | null;
  /** The bridge that link is on. */
  master: string | null;
  /** Whether that is the network's bridge; null where there is no link or the network has no bridge. */
  onBridge: boolean | null;
}

export interface PageLease {
  ip: string;
  mac: string;
  hostname?: string;
  /** In the host's local time; absent for a lease that never expires. */
  expires?: string;
}

/** Everything about one network of one host. */
export interface NetworkPage
  extends Omit<NetworkRow, 'mode' | 'guests' | 'guestsOffBridge' | 'leases' | 'dnsmasqDown'> {
  mode: string | null;
  uuid: string;
  /** Why its definition cannot be read; what else is said is then what is known without it. */
  unreadable: string | null;
  guests: readonly PageGuest[];
  leases: readonly PageLease[];
  pool: NetworkRow['leases'];
  /** The process of its dnsmasq. */
  dnsmasqPid: number | null;
  xml: { persistent: string | null; live: string | null };
}

/** A page, with the diff between its copies where they differ. */
export type ShownPage = NetworkPage & { diff: TextDiff | null };

export interface Shown {
  networks: readonly ShownPage[];
  unreachable: readonly UnreadHost[];
}

export function pagesText(
  { networks, unreachable }: Shown,
  { color, width }: { color: boolean; width: number },
): string {
  const paint = painter(color);
  const parts = networks.map((page) => pageLines(page, paint, width));
  if (unreachable.length > 0) parts.push(unreadLines(unreachable, paint, width));
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same for programs: one document. */
export function pagesJson({ networks, unreachable }: Shown): string {
  const pages = networks.map(({ diff: _, ...page }) => page);
  return `${JSON.stringify({ version: 1, networks: pages, unreachable }, undefined, 2)}\n`;
}

function pageLines(page: ShownPage, paint: Paint, width: number): string[] {
  const sections = [
    [paint('bold', `${printable(page.host)}/${printable(page.network)}`), ...aboutLines(page, paint)],
    section('Guests', guestLines(page.guests, paint, width), paint),
    section("Leases, in the host's time", leaseLines(page.leases, width), paint),
    ...definitionSections(page, paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length > 0 ? [paint('bold', title), ...lines.map((line) => `  ${line}`)] : [];
}

function aboutLines(page: ShownPage, paint: Paint): string[] {
  const { mode, bridge, subnet, pool, dnsmasqPid, uuid } = page;
  const guestsOffBridge = page.guests.flatMap(({ onBridge, guest }) =>
    onBridge === false ? [{ guest }] : [],
  );
  const serves = pool !== null || dnsmasqPid !== null;
  const about: [string, string | null][] = [
    ['mode', mode],
    ['bridge', bridge],
    ['subnet', subnet.join(' ') || null],
    ['state', stateOf({ ...page, guestsOffBridge })],
    [
      'dnsmasq',
      serves ? (dnsmasqPid === null ? paint('red', 'not running') : `process ${dnsmasqPid}`) : null,
    ],
    [
      'leases',
      page.leasesUnread
        ? 'libvirt cannot read them: virsh net-dhcp-leases says why'
        : pool && `${pool.used} of ${pool.addresses} addresses; ${pool.free} of the ranges are free`,
    ],
    ['uuid', uuid],
  ];
  return about.flatMap(([key, value]) => (value === null ? [] : [`  ${key.padEnd(9)}${value}`]));
}

function guestLines(guests: readonly PageGuest[], paint: Paint, width: number): string[] {
  if (guests.length === 0) return [];
  const [head = [], ...rows] = tableRows(
    ['GUEST', 'INTERFACE', 'MAC', 'BRIDGE'],
    guests.map((each) => [each.guest, each.interface ?? '-', each.mac, bridgeOf(each)]),
    width - 2,
  );
  const painted = rows.map((lines, index) =>
    guests[index]?.onBridge === false ? lines.map((line) => paint('red', line)) : lines,
  );
  return [...head, ...painted.flat()];
}

function bridgeOf({ running, master, onBridge }: PageGuest): string {
  if (!running) return 'not running';
  if (onBridge === false) return master === null ? 'off: on none' : `off: on ${master}`;
  return master ?? '-';
}

function leaseLines(leases: readonly PageLease[], width: number): string[] {
  if (leases.length === 0) return [];
  const rows = leases.map(({ ip, mac, hostname, expires }) => [ip, mac, hostname ?? '-', expires ?? 'never']);
  return tableLines(['ADDRESS', 'MAC', 'NAME', 'EXPIRES'], rows, width - 2);
}

/** The XML once where the copies agree, otherwise the persistent one and what the live one has otherwise. */
function definitionSections(
  { unreadable, liveDiffers, diff, xml: { persistent, live } }: ShownPage,
  paint: Paint,
  width: number,
): string[][] {
  const agree = persistent !== null && live !== null && diff === null;
  const title = agree
    ? 'Definition, persistent and live'
    : `Definition, ${persistent === null ? 'live' : 'persistent'}`;
  const why =
    unreadable === null
      ? []
      : messageLines(unreadable, { width: width - 2, indent: '', limit: 0 }).map((line) =>
          paint('red', line),
        );
  const differing = diff ? diffLines(diff, paint, ['persistent', 'live']) : [];
  return [
    section(title, [...why, ...printableLines(persistent ?? live ?? '')], paint),
    section('The live copy differs', [...liveDiffers.map(printable), ...differing], paint),
  ];
}
