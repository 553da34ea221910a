import type { HistoryPlace } from '../../history/history-place.ts';
import type { Receiver } from '../../notify/receiver.ts';
import type { Evidence } from '../../plan/evidence.ts';
import type { Problem } from '../../problem.ts';
import { driftLines } from '../../report/drift/drift-lines.ts';
import type { Report } from '../../report/files/report.ts';
import type { PageDocument } from '../../report/page/page-document.ts';
import { painter } from '../../report/paint.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { Selection } from '../../run-request.ts';
import type { Io } from '../command.ts';
import type { drift as declaration } from '../declaration/drift.ts';
import type { Values } from '../declaration/option.ts';
import { checkedBy, hasEvents, notify } from './notifying.ts';
import { PRINTED } from './printed.ts';
import type { ReportFiles } from './report-files.ts';

export type DriftOptions = Values<(typeof declaration)['options']>;

/** A drift check that is over, and where its report goes beside the screen. */
export interface Published {
  report: Report;
  /** What the HTML file shows, where one is asked for. */
  document: PageDocument | undefined;
  selection: Selection;
  /** By host. */
  evidence: ReadonlyMap<string, Evidence>;
  /** Those that are not printed yet. */
  warnings: readonly Problem[];
  files: ReportFiles;
  /** What `virtfleet accept` takes to write what is found into the playbook. */
  accepts: readonly (readonly string[])[];
  receivers: readonly Receiver[];
  place: HistoryPlace;
  /** Hosts in a blackout: nothing is notified of them. */
  silenced: ReadonlySet<string>;
}

/**
 * Prints a drift check, writes its files and notifies receivers. With `--quiet` only what is new is printed. Resolves to
 * which receivers did not get what changed, in sentences.
 */
export async function publishDrift(published: Published, options: DriftOptions, io: Io): Promise<string[]> {
  const { report, document, selection, evidence, warnings, files, receivers, place, silenced } = published;
  const { interrupted } = report.record;
  const checked = checkedBy(report, selection, { evidence, silenced });
  if (interrupted || !options.quiet || (await hasEvents(place, checked))) {
    if (warnings.length > 0) io.err(formatWarnings(warnings, io));
    const { format } = options;
    io.out(format === 'text' ? pageOf(published, options, io) : PRINTED[format](report));
  }
  let undelivered: string[] = [];
  try {
    await files.write(report, document);
  } finally {
    // The next check reports what one that was interrupted saw.
    if (!interrupted) undelivered = await notify(receivers, place, checked, io);
  }
  return undelivered;
}

function pageOf(
  { report: { record, findings = [] }, evidence, selection: { playbooks }, accepts }: Published,
  { diff, expand, inventory }: DriftOptions,
  { color, width }: Io,
): string {
  const { hosts, tasks, interrupted } = record;
  const unprivileged = [...evidence].flatMap(([host, one]) => (one.unprivileged ? [host] : []));
  const repair = [...playbooks, ...inventory.flatMap((source) => ['-i', source])];
  const lines = driftLines(
    { findings, tasks, hosts, unprivileged, interrupted, repair, accepts },
    { paint: painter(color), width, diff, expand },
  );
  return lines.map((line) => `${line}\n`).join('');
}
