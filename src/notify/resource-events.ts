import type { Finding } from '../drift/finding.ts';
import type { Alert } from '../history/alerts.ts';
import { collected } from '../report/fold.ts';
import type { StateEvent } from './check.ts';
import type { OpenDifference } from './open-differences.ts';

/** Differences that were not there, those of one resource and cause together. */
export function newEvents(added: readonly OpenDifference[]): StateEvent[] {
  return collected(added, ({ alert: { resource, state } }) => `${state} ${resource}`).map(
    (same): StateEvent => {
      const [{ alert, finding }] = same;
      const { host, resource, state } = alert;
      const { suspect } = finding;
      const changes = same.flatMap((one) =>
        one.finding.changes.map(({ what, before, after }) => ({ what, before, after })),
      );
      const lines = same.map((one) => one.alert.text);
      return { kind: 'new', host, resource, state, lines, changes, ...(suspect && { suspect }) };
    },
  );
}

/** Differences that are not there any more, those of one resource together. `named` are the resources of tasks. */
export function goneEvents(
  gone: readonly Alert[],
  findings: readonly Finding[],
  named: ReadonlySet<string>,
): StateEvent[] {
  return collected(gone, ({ resource }) => resource).map((same): StateEvent => {
    const [{ host, resource, state }] = same;
    const waiver = findings.find((one) => one.resource === resource && one.waiver)?.waiver;
    const unnamed = state !== 'unmanaged' && !named.has(resource);
    const message = waiver
      ? `waived until ${waiver.until} by ${waiver.who}`
      : unnamed
        ? 'no task describes it any more'
        : undefined;
    const since = same.map((one) => one.since).toSorted()[0];
    const lines = same.map(({ text }) => text);
    return {
      ...{ kind: 'gone', host, resource, state, lines },
      ...(since !== undefined && { since }),
      ...(message && { message }),
    };
  });
}
