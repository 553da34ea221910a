import { type Finding, resourceOf } from '../drift/finding.ts';
import type { Alert } from '../history/alerts.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { collected } from '../report/fold.ts';
import type { Check, StateEvent } from './check.ts';
import { type HostState, hostAlerts, hostEvents, hostState } from './host-state.ts';
import { openDifferences } from './open-differences.ts';
import { goneEvents, newEvents } from './resource-events.ts';

/** What changed since a receiver was notified last, and what it knows once it is notified of that. */
export interface Transitions {
  events: readonly StateEvent[];
  alerts: readonly Alert[];
}

/**
 * Compares a check with what a receiver knows. What the check did not look at stays as it is: it is neither new nor
 * gone.
 */
export function transitions(check: Check, before: readonly Alert[]): Transitions {
  const known = byHost(before);
  const tasks = byHost(check.tasks);
  const findings = byHost(check.findings);
  const checked = new Set(check.hosts);
  const events: StateEvent[] = [];
  const alerts: Alert[] = check.hasAllHosts ? [] : before.filter(({ host }) => !checked.has(host));
  for (const host of check.hosts) {
    if (check.silenced.has(host)) {
      alerts.push(...(known.get(host) ?? []));
      continue;
    }
    const seen = { host, tasks: tasks.get(host) ?? [], findings: findings.get(host) ?? [] };
    const after = ofHost(seen, known.get(host) ?? [], check);
    events.push(...after.events);
    alerts.push(...after.alerts);
  }
  return { events, alerts };
}

interface Seen {
  host: string;
  tasks: readonly TaskRecord[];
  findings: readonly Finding[];
}

function ofHost(seen: Seen, known: readonly Alert[], check: Check): Transitions {
  const state = hostState(seen.tasks);
  const itself = known.find(({ resource }) => resource === '');
  const others = known.filter((one) => one !== itself);
  const resources = ofResources(seen, others, { check, state });
  const host = hostEvents(seen.host, state, itself);
  return {
    events: [...host, ...resources.events],
    alerts: [...hostAlerts(seen.host, state, itself, check.time), ...resources.alerts],
  };
}

function ofResources(
  seen: Seen,
  known: readonly Alert[],
  { check, state }: { check: Check; state: HostState },
): Transitions {
  const before = new Map(known.map((alert) => [keyOf(alert), alert]));
  const now = new Map(openDifferences(seen.findings).map((one) => [keyOf(one.alert), one]));
  const { looked, named } = resourcesOf(seen.tasks);
  const isOver = (alert: Alert) => {
    if (now.has(keyOf(alert))) return false;
    if (looked.has(alert.resource)) return true;
    if (alert.state === 'unmanaged') return check.searched.has(alert.host);
    return check.hasAllTasks && state.state === 'fine' && !named.has(alert.resource);
  };
  const gone = new Set(known.filter(isOver));
  const added = [...now].filter(([key]) => !before.has(key)).map(([, one]) => one);
  return {
    events: [...newEvents(added), ...goneEvents([...gone], seen.findings, named)],
    alerts: [
      ...known.filter((one) => !gone.has(one)),
      ...added.map(({ alert }) => ({ ...alert, since: check.time })),
    ],
  };
}

/** Ends of a task that say whether its resource is in step. */
const LOOKED: ReadonlySet<string> = new Set(['ok', 'changed', 'would-change']);

/**
 * The resources that tasks name, and those of them of which all tasks looked. A condition that does not hold names
 * nothing.
 */
function resourcesOf(tasks: readonly TaskRecord[]): { named: Set<string>; looked: Set<string> } {
  const meant = tasks.filter(({ status, unverified }) => status !== 'skipped' || unverified);
  const named = new Set(meant.map(resourceOf));
  const open = new Set(meant.filter(({ status }) => !LOOKED.has(status)).map(resourceOf));
  return { named, looked: new Set([...named].filter((one) => !open.has(one))) };
}

function keyOf({ resource, what }: Pick<Alert, 'resource' | 'what'>): string {
  return JSON.stringify([resource, what]);
}

function byHost<T extends { host: string }>(all: readonly T[]): Map<string, T[]> {
  return new Map(collected(all, ({ host }) => host).map((own) => [own[0].host, own]));
}
