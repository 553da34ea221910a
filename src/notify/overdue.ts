import type { Alert } from '../history/alerts.ts';
import type { StateEvent } from './check.ts';
import type { Transitions } from './transitions.ts';

/**
 * What changed of overdue checks since a receiver was notified last. `late` has why, by the name of the check, which
 * stands where hosts have theirs; `time` is ISO 8601. What is `unsure` stays as it is.
 */
export function overdueTransitions(
  late: ReadonlyMap<string, string>,
  before: readonly Alert[],
  time: string,
  unsure: ReadonlySet<string> = new Set(),
): Transitions {
  const known = new Set(before.map(({ host }) => host));
  const added = [...late].filter(([name]) => !known.has(name));
  const over = before.filter(({ host }) => !late.has(host) && !unsure.has(host));
  return {
    events: [
      ...added.map(([host, message]): StateEvent => ({ kind: 'overdue', host, lines: [], message })),
      ...over.map(({ host, since }): StateEvent => ({ kind: 'back', host, lines: [], since })),
    ],
    alerts: [
      ...before.filter(({ host }) => late.has(host) || unsure.has(host)),
      ...added.map(([host, text]) => ({ host, resource: '', what: '', state: 'overdue', text, since: time })),
    ],
  };
}
