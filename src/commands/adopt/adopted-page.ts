import { join } from 'node:path';
import type { Kind, Resource, Undescribed } from '../../adopt/resources.ts';
import type { ProjectFile } from '../../adopt/written/files.ts';
import { diffLines } from '../../report/diff.ts';
import { collected, counted, listed, ranges } from '../../report/fold.ts';
import { messageLines } from '../../report/message-lines.ts';
import { type Paint, painter } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { type UnreadHost, unreadLines } from '../../report/unread-hosts.ts';
import { wrapped } from '../../report/wrap.ts';

/** What `adopt` found and wrote. */
export interface AdoptedPage {
  folder: string;
  files: readonly ProjectFile[];
  /** How many hosts were read. */
  hosts: number;
  resources: readonly Resource[];
  undescribed: readonly Undescribed[];
  unread: readonly UnreadHost[];
}

const NOUNS: Readonly<Record<Kind, string>> = {
  bridge: 'bridge',
  network: 'network',
  dnsmasq: 'file',
  guest_interface: 'guest interface',
};

/** The page of `virtfleet adopt`, without the drift check at its end. */
export function adoptedPage(page: AdoptedPage, { color, width }: { color: boolean; width: number }): string {
  const paint = painter(color);
  const sections = [
    [summary(page)],
    writtenLines(page, paint, width),
    undescribedLines(page.undescribed, paint, width),
    page.unread.length > 0 ? unreadLines(page.unread, paint, width) : [],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n\n`)
    .join('');
}

function summary({ hosts, resources }: AdoptedPage): string {
  const counts = Object.entries(NOUNS).flatMap(([kind, noun]) => {
    const count = resources.filter((one) => one.kind === kind && one.module !== 'service').length;
    const of = kind === 'dnsmasq' ? ' of dnsmasq' : '';
    return count > 0 ? [`${counted(count, noun)}${of}`] : [];
  });
  return `${counted(hosts, 'host')} read: ${counts.join(', ') || 'nothing to describe'}.`;
}

/** New files by their names, those of many hosts folded; what is added to others as a diff. */
function writtenLines({ folder, files }: AdoptedPage, paint: Paint, width: number): string[] {
  if (files.length === 0) return [];
  const fresh = files.filter(({ before }) => before === undefined).map(({ path }) => join(folder, path));
  const more = files.flatMap(({ path, before, after }) =>
    before === undefined ? [] : diffLines({ label: join(folder, path), before, after }, paint),
  );
  return [
    ...(fresh.length > 0
      ? [paint('bold', 'WRITTEN'), ...wrapped(ranges(fresh).join('  '), width, '  ')]
      : []),
    ...(fresh.length > 0 && more.length > 0 ? [''] : []),
    ...(more.length > 0 ? [paint('bold', 'ADDED'), ...more.map((line) => `  ${line}`)] : []),
  ];
}

/** So many things that are left out for the same reason are named. */
const NAMED = 8;

/** By the reason: what it is, and on which hosts. */
function undescribedLines(undescribed: readonly Undescribed[], paint: Paint, width: number): string[] {
  if (undescribed.length === 0) return [];
  return [
    paint('bold', 'NOT DESCRIBED'),
    ...collected(undescribed, ({ why }) => why).flatMap((same) => {
      const things = collected(same, ({ what }) => what);
      const named = things.slice(0, NAMED).map((each) => {
        const what = printable(each[0].what);
        return `    ${what}: ${listed(ranges(each.map(({ host }) => host)), width - what.length - 6)}`;
      });
      const more = things.length > NAMED ? [`    … and ${things.length - NAMED} more`] : [];
      return [...messageLines(same[0].why, { width, indent: '  ', limit: 6 }), ...named, ...more];
    }),
  ];
}
