import { type Recap, recap } from '../plan/outcome.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { collected, counted, ranges } from './fold.ts';
import type { Paint, Style } from './paint.ts';
import { columns, printable } from './printable.ts';

/** The counters of each host, in the order of `hosts`; all of them 0 when nothing is reported of it. */
export function recaps(hosts: readonly string[], outcomes: readonly TaskRecord[]): Map<string, Recap> {
  const byHost = new Map<string, TaskRecord[]>(hosts.map((host) => [host, []]));
  for (const outcome of outcomes) byHost.get(outcome.host)?.push(outcome);
  return new Map([...byHost].map(([host, own]) => [host, recap(own)]));
}

/** Up to this many hosts have a line each. */
const NAMED_HOSTS = 8;
/** Columns for the names of hosts that share a line. */
const NAMES = 28;

export interface RecapOptions {
  paint: Paint;
  width: number;
  /** Whether each host has a line of its own, however many they are. */
  expand: boolean;
}

/**
 * Aligned lines, `hv01 : ok=5 changed=0 failed=0 …`. Of many hosts those with the same counters share a line, and
 * those on which nothing changed or failed are only counted.
 */
export function recapLines(
  all: ReadonlyMap<string, Recap>,
  { paint, width, expand }: RecapOptions,
): string[] {
  const rows: Row[] =
    expand || all.size <= NAMED_HOSTS
      ? [...all].map(([host, counts]) => ({ name: printable(host), counts }))
      : foldedRows(all);
  const widest = Math.max(0, ...rows.map(({ name }) => columns(name)));
  const counters = shownCounters(rows, width - widest - 3);
  const rooms = counters.map(([counter]) => roomOf(rows, counter));
  return rows.map(({ name, counts }) => {
    const texts = counters.map(([counter, style], index) => {
      const text = `${counter}=${counts[counter]}`;
      const gap = ' '.repeat(index < counters.length - 1 ? (rooms[index] ?? 0) - text.length : 0);
      return (counts[counter] > 0 ? paint(style, text) : text) + gap;
    });
    return `${name}${' '.repeat(widest - columns(name))} : ${texts.join(' ')}`;
  });
}

interface Row {
  name: string;
  counts: Recap;
}

function foldedRows(all: ReadonlyMap<string, Recap>): Row[] {
  const groups = collected([...all], ([, counts]) => JSON.stringify(counts)).map((same) => {
    const [[, counts]] = same;
    const hosts = same.map(([host]) => host);
    const isNews = NEWS.some((counter) => counts[counter] > 0);
    return { isNews, counts, hosts };
  });
  const quiet = groups.filter(({ isNews }) => !isNews);
  return [...groups.filter(({ isNews }) => isNews), ...quiet].map(({ isNews, counts, hosts }) => {
    const other = quiet.length < groups.length ? 'other ' : '';
    const names = ranges(hosts).join(', ');
    const isNamed = isNews && columns(names) <= NAMES;
    return { name: isNamed ? names : counted(hosts.length, `${isNews ? '' : other}host`), counts };
  });
}

/** What a host has to say. */
const NEWS = ['changed', 'failed', 'blocked', 'unreachable', 'rescued', 'not-started'] as const;

/** All counters but those that are 0 everywhere and rare; where even they do not fit, only what is not 0. */
function shownCounters(rows: readonly Row[], room: number): (typeof COUNTERS)[number][] {
  const isUsed = ([counter]: (typeof COUNTERS)[number]) => rows.some(({ counts }) => counts[counter] > 0);
  const usual = COUNTERS.filter((one) => !RARE.has(one[0]) || isUsed(one));
  const needed = usual.reduce((sum, [counter]) => sum + roomOf(rows, counter) + 1, -1);
  return needed <= room ? usual : COUNTERS.filter((one) => one[0] === 'ok' || isUsed(one));
}

/** Counters that most runs do not need. */
const RARE: ReadonlySet<keyof Recap> = new Set(['not-started', 'rescued']);

function roomOf(rows: readonly Row[], counter: keyof Recap): number {
  return Math.max(0, ...rows.map(({ counts }) => `${counter}=${counts[counter]}`.length));
}

const COUNTERS = [
  ['ok', 'green'],
  ['changed', 'yellow'],
  ['failed', 'red'],
  ['skipped', 'cyan'],
  ['blocked', 'magenta'],
  ['unreachable', 'red'],
  ['rescued', 'yellow'],
  ['not-started', 'magenta'],
] as const satisfies readonly (readonly [keyof Recap, Style])[];
