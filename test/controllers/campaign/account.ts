import { readFileSync } from 'node:fs';
import type { Selectable } from 'kysely';
import type { JobTable } from '../../../src/history/controller-tables.ts';
import type { History } from '../../../src/history/history.ts';

/** What became of all hosts at all times at which their checks were due. */
export interface Account {
  checked: number;
  /** Hosts without a result, by why, all of them alarmed. */
  without: Readonly<Record<string, number>>;
  /** Jobs that were begun more than once. */
  again: number;
  wrong: readonly string[];
}

/** The hosts of a check in a region, and milliseconds between two times at which it is due. */
export interface Due {
  every: number;
  hosts: readonly string[];
}

/** A time in which an alarm was open (milliseconds since 1970). */
type Open = readonly [begin: number, end: number];

/** Milliseconds in which an alarm must come. */
const PROMPT = 90_000;

/** `expected` says what was to be checked, by check and region; `notified` is the file of what a receiver got. */
export async function account(
  history: History,
  expected: ReadonlyMap<string, Due>,
  notified: string,
): Promise<Account> {
  const rows = await history.selectFrom('jobs').selectAll().execute();
  const results = await history.selectFrom('job_hosts').select(['job', 'host']).execute();
  const byJob = new Map<string, string[]>();
  for (const { job, host } of results) byJob.set(job, [...(byJob.get(job) ?? []), host]);
  const alarmed = openAlarms(notified);
  const wrong: string[] = [];
  const without: Record<string, number> = {};
  let checked = 0;
  for (const [about, { every, hosts }] of expected) {
    const own = rows.filter(({ name, region }) => `${name} in ${region}` === about);
    const seen = new Map<number, string[]>();
    for (const row of own) {
      const names = JSON.parse(row.hosts) as string[];
      for (let time = 0; time < row.times; time += 1) {
        const due = Date.parse(row.due) + time * every;
        seen.set(due, [...(seen.get(due) ?? []), ...names]);
      }
      const found = (byJob.get(row.id) ?? []).toSorted();
      const meant = row.state === 'ended' ? names.toSorted() : [];
      if (found.join() !== meant.join())
        wrong.push(`${row.id} is ${row.state}, and has ${found.length} results of ${names.length}`);
      if (row.state === 'ended') checked += names.length;
      else {
        without[row.state] = (without[row.state] ?? 0) + names.length * row.times;
        if (!isAlarmed(row, alarmed.get(about) ?? []))
          wrong.push(`${row.id} is ${row.state}, and nobody was notified`);
      }
    }
    const dues = [...seen.keys()].toSorted((a, b) => a - b);
    for (let due = dues[0] ?? 0; due <= (dues.at(-1) ?? -1); due += every) {
      const names = (seen.get(due) ?? []).toSorted();
      if (names.join() !== hosts.toSorted().join())
        wrong.push(
          `${about} due ${new Date(due).toISOString()}: ${names.length} of ${hosts.length} hosts, or some twice`,
        );
    }
    if (dues.length === 0) wrong.push(`${about} was never due`);
  }
  return { checked, without, again: rows.filter(({ attempt }) => attempt > 1).length, wrong };
}

function isAlarmed({ ended }: Selectable<JobTable>, open: readonly Open[]): boolean {
  const at = Date.parse(ended ?? '');
  return open.some(([begin, end]) => begin <= at + PROMPT && end >= at);
}

/** When each alarm was open, as a receiver was notified of it. */
export function openAlarms(notified: string): ReadonlyMap<string, readonly Open[]> {
  const all = new Map<string, Open[]>();
  const since = new Map<string, number>();
  for (const line of readFileSync(notified, 'utf8').split('\n').filter(Boolean)) {
    const { time, events } = JSON.parse(line) as { time: string; events: { kind: string; host: string }[] };
    for (const { kind, host } of events) {
      // A reason of another kind is notified as well.
      if (kind === 'alarm') since.set(host, since.get(host) ?? Date.parse(time));
      else all.set(host, [...(all.get(host) ?? []), [since.get(host) ?? 0, Date.parse(time)]]);
      if (kind !== 'alarm') since.delete(host);
    }
  }
  for (const [host, begin] of since)
    all.set(host, [...(all.get(host) ?? []), [begin, Number.POSITIVE_INFINITY]]);
  return all;
}
