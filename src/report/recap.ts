import { type Outcome, type Recap, recap } from '../plan/outcome.ts';
import type { Paint, Style } from './paint.ts';
import { columns, printable } from './printable.ts';

/** The counters of each host, in the order of `hosts`; all of them 0 when nothing is told of it. */
export function recaps(hosts: readonly string[], outcomes: readonly Outcome[]): Map<string, Recap> {
  const byHost = new Map<string, Outcome[]>(hosts.map((host) => [host, []]));
  for (const outcome of outcomes) byHost.get(outcome.host)?.push(outcome);
  return new Map([...byHost].map(([host, own]) => [host, recap(own)]));
}

/** One aligned line a host: `hv01 : ok=5 changed=0 failed=0 …`; `not-started` only where some host has such tasks. */
export function recapLines(recaps: ReadonlyMap<string, Recap>, paint: Paint): string[] {
  const all = [...recaps];
  const widest = Math.max(0, ...all.map(([host]) => columns(printable(host))));
  const counters = COUNTERS.filter(
    ([counter]) => counter !== 'not-started' || all.some(([, counts]) => counts[counter] > 0),
  );
  const rooms = counters.map(([counter]) =>
    Math.max(0, ...all.map(([, counts]) => `${counter}=${counts[counter]}`.length)),
  );
  return all.map(([host, counts]) => {
    const name = printable(host);
    const texts = counters.map(([counter, style], index) => {
      const text = `${counter}=${counts[counter]}`;
      const isLast = index === counters.length - 1;
      const gap = isLast ? '' : ' '.repeat((rooms[index] ?? 0) - text.length);
      return (counts[counter] > 0 ? paint(style, text) : text) + gap;
    });
    return `${name}${' '.repeat(widest - columns(name))} : ${texts.join(' ')}`;
  });
}

const COUNTERS = [
  ['ok', 'green'],
  ['changed', 'yellow'],
  ['failed', 'red'],
  ['skipped', 'cyan'],
  ['blocked', 'magenta'],
  ['unreachable', 'red'],
  ['not-started', 'magenta'],
] as const satisfies readonly (readonly [keyof Recap, Style])[];
