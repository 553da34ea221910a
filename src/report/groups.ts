import type { Change } from '../plan/change.ts';
import type { Outcome } from '../plan/outcome.ts';
import { byName } from './fold.ts';

/** Hosts on which a task ended the same way. Which guests a change meets may differ: `outcomes` has them. */
export interface Group {
  hosts: readonly string[];
  /** One a host, in the order of `hosts`. */
  outcomes: readonly [Outcome, ...Outcome[]];
}

/** Outcomes of one task by what they say: what is ok or skipped last, else the largest group and the first host first. */
export function grouped(outcomes: readonly Outcome[]): Group[] {
  const groups = new Map<string, [Outcome, ...Outcome[]]>();
  for (const outcome of outcomes.toSorted((a, b) => byName(a.host, b.host))) {
    const key = said(outcome);
    const group = groups.get(key);
    if (group) group.push(outcome);
    else groups.set(key, [outcome]);
  }
  return [...groups.values()]
    .map((members) => ({ hosts: members.map(({ host }) => host), outcomes: members }))
    .sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b)) || b.hosts.length - a.hosts.length);
}

function isQuiet({ outcomes: [{ status }] }: Group): boolean {
  return status === 'ok' || status === 'skipped';
}

function said({ status, ignored, unverified, message, warnings, changes }: Outcome): string {
  return JSON.stringify([status, ignored, unverified, message, warnings, changes.map(difference)]);
}

function difference({ what, before, after, diff, impact }: Change): unknown {
  return [what, before, after, diff, impact.disruption, impact.note];
}
