import { dirname, join } from 'node:path';
import { baselineText, readBaseline, withoutBaseline } from '../../drift/baseline.ts';
import type { Finding } from '../../drift/finding.ts';
import { topologyRead } from '../../drift/topology.ts';
import { unmanagedSearch } from '../../drift/unmanaged.ts';
import { waiverWarnings } from '../../drift/waivers.ts';
import { lastSuccess } from '../../history/questions/last-success.ts';
import { driftCode } from '../../report/drift/drift-code.ts';
import type { Report } from '../../report/files/report.ts';
import { formatWarnings } from '../../report/problems.ts';
import { type RunRecord, RunRecorder } from '../../report/run-record.ts';
import { resolve } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { asking } from '../request/prompts.ts';
import { acceptable } from './acceptable.ts';
import { commitOf } from './commit.ts';
import { collectFindings, EvidenceListener } from './drift-findings.ts';
import { BUG } from './execute.ts';
import { listened } from './listened.ts';
import { receiversOf } from './notifying.ts';
import { pageDocument } from './page-document.ts';
import { printedEvents } from './printed.ts';
import { type DriftOptions, publishDrift } from './publish-drift.ts';
import { historyOf, recorderOf } from './recording.ts';
import { checkReport, writeReport } from './report-file.ts';
import { ReportFiles } from './report-files.ts';
import { type Scheduled, silencer } from './silenced.ts';
import { waiversIn } from './waivers-in.ts';

/** Beside the playbook. */
const WAIVERS = 'waivers.yaml';
const BASELINE = 'baseline.yaml';

/**
 * Compares hosts with playbooks and with what was applied last, reports what is not in step, and resolves to the exit
 * code. Nothing is written on a host.
 */
export async function checkDrift(
  asked: Omit<RunRequest, 'mode'>,
  options: DriftOptions,
  io: Io,
  scheduled?: Scheduled,
): Promise<number> {
  if (options.quiet && options.format === 'ndjson') throw new UsageError(NOT_QUIET);
  const { playbooks } = asked.selection;
  const folder = dirname(playbooks[0] ?? '.');
  const place = historyOf(options.history, io);
  const searches = options.unmanaged || options.baseline;
  const request: RunRequest = {
    ...{ ...asked, mode: 'drift' },
    ...(searches && { search: unmanagedSearch }),
    ...(options.html !== undefined && { topology: topologyRead }),
  };
  const resolved = await resolve(request, { ask: asking(io), signal: io.signal });
  const begun = Date.now();
  const waivers = waiversIn(join(folder, WAIVERS), resolved.select, { now: begun, of: 'drift' });
  const silencedAt = silencer(scheduled?.blackouts ?? [], resolved);
  const baseline = searches ? readBaseline(join(folder, BASELINE)) : {};
  const files = new ReportFiles(options);
  const receivers = receiversOf(options, place, io.local.env);
  if (options.baseline) checkReport(join(folder, BASELINE));
  const early = resolved.warnings;
  if (early.length > 0 && !options.quiet) io.err(formatWarnings(early, io));
  const recorder = new RunRecorder();
  const evidence = new EvidenceListener();
  const commit = commitOf(folder);
  const history = recorderOf(place, { ...request.selection, schedule: scheduled?.id }, commit, io);
  const kept = [
    ...[recorder.listener, evidence.listener, ...files.listeners(options.diff)],
    ...(history ? [history.listener] : []),
  ];
  const told = (write: Io['out']) => [...kept, ...printedEvents(options, write)];
  const bugs = await listened(resolved, request, told, io);
  const { record } = recorder;
  const all = await collectFindings(record, { evidence, waivers, history });
  if (options.baseline) keepBaseline(join(folder, BASELINE), all, record, baseline);
  const findings = options.baseline
    ? all.filter(({ state }) => state !== 'unmanaged')
    : withoutBaseline(all, baseline);
  const late = [
    ...resolved.lateWarnings(),
    ...waiverWarnings(waivers, new Set(record.hosts)),
    ...(request.connection.snapshot?.warnings() ?? []),
  ];
  const code = bugs.length > 0 ? BUG : driftCode(findings, record, options.failOn);
  const success = options.prometheus === undefined ? undefined : await history?.ask(lastSuccess);
  const report: Report = {
    ...{ record, findings, exitCode: code, virtfleet: io.version, inventory: request.selection.inventory },
    ...{ commit: (await commit) ?? null, diff: options.diff, failOn: options.failOn },
    ...(success !== undefined && { lastSuccess: success }),
  };
  const about = { playbooks, evidence: evidence.byHost };
  const document = options.html === undefined ? undefined : await pageDocument(report, about, history);
  const unprivileged = [...evidence.byHost].flatMap(([host, one]) => (one.unprivileged ? [host] : []));
  await history?.finish({ ended: record.ended, exitCode: code, found: { findings, unprivileged } });
  const warnings = options.quiet ? [...early, ...late] : late;
  const published = {
    ...{ report, document, selection: request.selection, evidence: evidence.byHost, warnings },
    ...{ files, receivers, place, silenced: silencedAt([begun, Date.now()]) },
    accepts: acceptable(findings, resolved),
  };
  const undelivered = await publishDrift(published, options, io);
  scheduled?.undelivered?.(undelivered);
  for (const bug of bugs) throw bug;
  return code;
}

const NOT_QUIET =
  '--quiet decides at the end whether anything is printed; --format ndjson prints what happens at once. --ndjson FILE goes with --quiet.';

/** Hosts that could not be asked keep what they had. */
function keepBaseline(
  path: string,
  all: readonly Finding[],
  { hosts, tasks }: RunRecord,
  before: Record<string, readonly string[]>,
) {
  const gone = new Set(
    tasks.filter(({ status }) => status === 'unreachable' || status === 'lost').map(({ host }) => host),
  );
  const reached = hosts.filter((host) => !gone.has(host));
  writeReport(path, baselineText(all, reached, before));
}
