import type { Finding } from '../../src/drift/finding.ts';
import type { Alert } from '../../src/history/alerts.ts';
import type { Check } from '../../src/notify/check.ts';
import { transitions } from '../../src/notify/transitions.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { change, outcome } from '../report/outcomes.ts';

const RESOURCE = { task: 'Lab network', resource: 'network lab' };
export const NOW = '2026-11-28T12:00:00.000Z';

/** What a check finds at network lab of a host: differences by name, or how the task ended. */
type Seen = readonly string[] | Exclude<TaskRecord['status'], 'would-change'> | Partial<Finding>;

/** A check of hosts; of each the differences of network lab, how its task ended, or what its finding is else. */
export function check(hosts: Readonly<Record<string, Seen>>, rest: Partial<Check> = {}): Check {
  const entries = Object.entries(hosts);
  return {
    hosts: Object.keys(hosts),
    tasks: entries.map(([host, seen]) => taskOf(host, seen)),
    findings: entries.flatMap(([host, seen]) => findingOf(host, seen)),
    searched: new Set(),
    silenced: new Set(),
    hasAllTasks: true,
    hasAllHosts: true,
    time: NOW,
    ...rest,
  };
}

/** What changed with a check since a notification. */
export const changesOf = (one: Check) => (before: readonly Alert[]) => transitions(one, before);

/** A difference by its name: `mtu` from 1450 to 1400. */
export function difference(what: string) {
  return { ...change(what, { before: '1450', after: '1400', cause: 'drifted' }), isNew: true };
}

function taskOf(host: string, seen: Seen): TaskRecord {
  if (typeof seen === 'string') {
    const message = seen === 'ok' ? {} : { message: `It is ${seen}.` };
    return outcome(host, { ...RESOURCE, status: seen, ...message });
  }
  const names = isNames(seen) ? seen : [];
  const found = isNames(seen) ? names.map(difference) : (seen.changes ?? []);
  return outcome(host, { ...RESOURCE, status: found.length > 0 ? 'would-change' : 'ok', changes: found });
}

function findingOf(host: string, seen: Seen): Finding[] {
  if (typeof seen === 'string' || (isNames(seen) && seen.length === 0)) return [];
  const about = { host, ...RESOURCE, state: 'drifted', isNew: true, since: {} } as const;
  if (isNames(seen)) return [{ ...about, changes: seen.map(difference) }];
  return [{ ...about, changes: [], ...seen }];
}

function isNames(seen: Seen): seen is readonly string[] {
  return Array.isArray(seen);
}
