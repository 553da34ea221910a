import type { Downtime } from '../plan/downtime.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { counted } from './fold.ts';
import { printable } from './printable.ts';

/** Ports that are listed one by one; of more, only how many they are and the longest. */
const NAMED_PORTS = 8;

/** What a restart cost each guest: `guest web1 (vnet0): 540 ms without its bridge`. */
export function downtimeLines(outcomes: readonly TaskRecord[], verbose: boolean): string[] {
  const ports = outcomes.flatMap(({ host, downtimes = [] }) =>
    downtimes.map((downtime) => ({ host, downtime })),
  );
  const lineOf = (port: (typeof ports)[number]) =>
    `${outcomes.length > 1 ? `${printable(port.host)}: ` : ''}${line(port.downtime)}`;
  if (verbose || ports.length <= NAMED_PORTS) return ports.map(lineOf);
  const longest = ports.reduce((a, b) => (b.downtime.ms > a.downtime.ms ? b : a));
  return [`${counted(ports.length, 'port')} were without their bridge; the longest is ${lineOf(longest)}`];
}

/**
 * What the restarts of a whole run cost: `37 guests were without their bridge for 0.4 s at the median, 0.9 s at most:
 * hv12/web`. Several restarts of a guest count together; of its ports the one that waited longest. Undefined where it is
 * told already, because it is not more than one.
 */
export function downtimeSummary(outcomes: readonly TaskRecord[]): string | undefined {
  const ports = new Map<string, { name: string; isGuest: boolean; ms: number }>();
  for (const { host, downtimes = [] } of outcomes)
    for (const { guest, interface: port, ms } of downtimes) {
      const key = JSON.stringify([host, guest, port]);
      const before = ports.get(key)?.ms ?? 0;
      ports.set(key, {
        name: printable(`${host}/${guest ?? port}`),
        isGuest: guest !== undefined,
        ms: before + ms,
      });
    }
  const sorted = [...ports.values()].toSorted((a, b) => a.ms - b.ms);
  const all = [...new Map(sorted.map((one) => [`${one.isGuest} ${one.name}`, one])).values()].toSorted(
    (a, b) => a.ms - b.ms,
  );
  const longest = all.at(-1);
  if (!longest || all.length < 2) return undefined;
  const guests = all.filter(({ isGuest }) => isGuest).length;
  const others = all.length - guests;
  const who = [
    ...(guests > 0 ? [counted(guests, 'guest')] : []),
    ...(others > 0 ? [counted(others, guests > 0 ? 'other port' : 'port')] : []),
  ].join(' and ');
  const [low, high] = [all[(all.length - 1) >> 1], all[all.length >> 1]];
  const median = ((low?.ms ?? 0) + (high?.ms ?? 0)) / 2;
  return `${who} were without their bridge for ${seconds(median)} at the median, ${seconds(longest.ms)} at most: ${longest.name}`;
}

function seconds(ms: number): string {
  return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function line({ guest, interface: port, ms }: Downtime): string {
  const who = guest === undefined ? printable(port) : `guest ${printable(guest)} (${printable(port)})`;
  return `${who}: ${ms} ms without its bridge`;
}
