import type { Event } from '../../plan/run-event.ts';
import { findingDocument } from '../drift/finding-document.ts';
import { taskDocument } from '../json.ts';
import type { Report } from './report.ts';

/**
 * The line of an event; undefined of one that is not reported: what hosts say beside their tasks has commands that
 * people typed, and they may hold secrets.
 */
export function eventLine(event: Event, diff: boolean): string | undefined {
  if (event.type === 'host-evidence') return undefined;
  if (event.type !== 'task-ended') return line(event);
  const { record, ...about } = event;
  return line({ ...about, ...taskDocument(record, diff) });
}

/** The lines behind the last event: one for each finding of a drift check, and one on how the run ended. */
export function closingLines({
  record: { run, ended: time },
  findings = [],
  virtfleet,
  commit,
  exitCode,
  diff,
}: Report): string {
  const about = { run, time };
  return [
    ...findings.map((one) => line({ type: 'finding', ...about, ...findingDocument(one, diff) })),
    line({ type: 'report', ...about, virtfleet, commit, exit_code: exitCode }),
  ].join('');
}

function line(data: object): string {
  const { type, run, time, ...rest } = data as Record<string, unknown>;
  return `${JSON.stringify({ type, run, time, ...rest })}\n`;
}
