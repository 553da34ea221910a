import type { Cause, Change } from '../../plan/change.ts';

/** What of a host the same task would have changed as the last run left it; or why that cannot be told. */
export type AsLeft = { changes: readonly Change[] } | { unknown: string };

/**
 * The changes of a task with their causes. What the task would not have changed on the host as it was left, somebody
 * changed since; what it would have changed the same way was not applied; what it would have changed from another value
 * is both.
 */
export function withCauses(changes: readonly Change[], asLeft: AsLeft, resource: string): Change[] {
  if ('unknown' in asLeft) return changes.map((change) => ({ ...change, cause: 'unknown' }));
  const left = new Map(asLeft.changes.flatMap(aspectsOf));
  return changes.map((change) => ({ ...change, cause: causeOf(change, left, resource) }));
}

function causeOf(change: Change, left: ReadonlyMap<string, string>, resource: string): Cause {
  if (change.proof === 'opaque') return 'unknown';
  const causes = new Set(
    aspectsOf(change).map(([aspect, before]): Cause => {
      const then = left.get(aspect);
      if (then === undefined) return 'drifted';
      return then === before ? 'pending' : 'both';
    }),
  );
  const [only = 'drifted'] = causes;
  if (causes.size > 1) return 'both';
  // What is made whole again would have been changed, too.
  const isWhole = change.action === 'create' && change.before === null && change.what === resource;
  return only === 'drifted' && isWhole && left.size > 0 ? 'both' : only;
}

/** What a change is about on each copy, and the value that it starts from there. */
function aspectsOf(change: Change): [string, string][] {
  const { what, subject = what, copies, before, diff } = change;
  // A change of a file says in short what differs; the texts say from what.
  const whole = diff !== undefined && what.endsWith(diff.label) ? diff.before : null;
  const value = JSON.stringify([before, whole]);
  return (copies?.length ? copies : ['']).map((copy) => [JSON.stringify([subject, copy]), value]);
}
