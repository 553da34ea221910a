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

function line({ guest, interface: port, ms }: Downtime): string {
  const who = guest === undefined ? printable(port) : `guest ${printable(guest)} (${printable(port)})`;
  return `${who}: ${ms} ms without its bridge`;
}
