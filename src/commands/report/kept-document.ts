import type { Finding } from '../../drift/finding.ts';
import { findingsOf } from '../../drift/findings.ts';
import type { History } from '../../history/history.ts';
import { differenceSince } from '../../history/questions/difference-since.ts';
import { keptRun } from '../../history/questions/kept-run.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { exitCodeOf, runRecordOf } from '../../history/screens/run-record.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { Report } from '../../report/files/report.ts';
import type { PageDocument } from '../../report/page/page-document.ts';
import { pageDocument } from '../execution/page-document.ts';

/** What the page shows of a run that is kept. */
export async function keptDocument(
  history: History,
  run: RunSummary,
  version: string,
): Promise<PageDocument> {
  const { number, playbooks, inventory, commit } = run;
  const kept = await keptRun(history, run);
  const { found } = kept;
  const findings = found?.findings ?? (await byOutcomes(history, number, kept.tasks));
  const report: Report = {
    ...{ record: runRecordOf(kept), virtfleet: run.version, commit, inventory },
    ...(run.mode === 'drift' && { findings }),
    ...{ exitCode: exitCodeOf(run), diff: true, failOn: 'any' },
  };
  const unprivileged = found?.unprivileged.map((host) => [host, { unprivileged: true }] as const);
  const about = { playbooks, evidence: new Map(unprivileged) };
  const document = await pageDocument(report, about, { ask: (question) => question(history, number) });
  const lacks = run.mode === 'drift' && !found ? [OUTCOMES_ONLY] : [];
  return { ...document, kept: { run: number, version, lacks } };
}

const OUTCOMES_ONLY =
  'Only how its tasks ended is kept of this check: what is waived counts as a difference here, and nothing is said of what is unmanaged and of who may have changed something.';

/** What differs by the outcomes alone: of a check that has no end, or that an earlier Virtfleet kept. */
async function byOutcomes(history: History, run: number, tasks: readonly TaskRecord[]): Promise<Finding[]> {
  return findingsOf({
    tasks,
    evidence: new Map(),
    waivers: { all: [], met: new Set(), today: '' },
    since: (difference) => differenceSince(history, difference, run),
  });
}
