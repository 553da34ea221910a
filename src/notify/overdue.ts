import { createHash } from 'node:crypto';
import type { Alert } from '../history/alerts.ts';
import type { StateEvent } from './check.ts';
import type { Transitions } from './transitions.ts';

interface Moment {
  /** ISO 8601. */
  time: string;
  /** What stays as it is: nobody can tell yet. */
  unsure?: ReadonlySet<string>;
  /** What the two events are called: the checks of many controllers have alarms. */
  kinds?: readonly [begins: 'overdue' | 'alarm', ends: 'back' | 'over'];
}

/**
 * What changed of overdue checks, or of alarms, since a receiver was notified last. `late` has why, by the name of the
 * check, which stands where hosts have theirs. A reason of another kind is notified as well, each kind once until it is
 * over.
 */
export function overdueTransitions(
  late: ReadonlyMap<string, string>,
  before: readonly Alert[],
  { time, unsure = new Set(), kinds: [begins, ends] = ['overdue', 'back'] }: Moment,
): Transitions {
  const told = new Set(before.map(({ host, what }) => keyOf(host, what)));
  const added = [...late].filter(([name, why]) => !told.has(keyOf(name, kindId(why))));
  const isOpen = ({ host }: Alert) => late.has(host) || unsure.has(host);
  const since = new Map<string, string>();
  for (const alert of before.toSorted((a, b) => b.since.localeCompare(a.since)))
    if (!isOpen(alert)) since.set(alert.host, alert.since);
  return {
    events: [
      ...added.map(([host, message]): StateEvent => ({ kind: begins, host, lines: [], message })),
      ...[...since].map(([host, first]): StateEvent => ({ kind: ends, host, lines: [], since: first })),
    ],
    alerts: [
      ...before.filter(isOpen),
      ...added.map(([host, text]) => {
        const about = { host, resource: '', what: kindId(text) };
        return { ...about, state: begins, text, since: time };
      }),
    ],
  };
}

/** What a reason says apart from times, counts and commits. What stands behind a semicolon is only told beside it. */
export function reasonKind(why: string): string {
  const bare = why.replace(/^due \S+ \S+ UTC(, \d+ hosts? without a result)?\. /, '');
  return (bare.split('; ')[0] ?? '').replaceAll(/\b(?=[a-f]*\d)[a-f\d]{7,}\b|\d+/g, '#');
}

/** A database takes it whatever the reason has. */
function kindId(why: string): string {
  return createHash('sha256').update(reasonKind(why)).digest('hex').slice(0, 16);
}

function keyOf(host: string, what: string): string {
  return JSON.stringify([host, what]);
}
