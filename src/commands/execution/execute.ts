import { dirname } from 'node:path';
import { topologyRead } from '../../drift/topology.ts';
import type { RunHead } from '../../history/run-head.ts';
import { exitCode } from '../../report/exit-code.ts';
import type { Report } from '../../report/files/report.ts';
import { nextLines } from '../../report/next-step.ts';
import { formatWarnings } from '../../report/problems.ts';
import { RunRecorder } from '../../report/run-record.ts';
import { terminalListener } from '../../report/terminal.ts';
import { type Resolved, resolve } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { asking } from '../request/prompts.ts';
import { commitOf } from './commit.ts';
import type { Companion } from './companion.ts';
import { EvidenceListener } from './drift-findings.ts';
import { listened } from './listened.ts';
import { type Commands, nextSteps } from './next-steps.ts';
import { overIn } from './over.ts';
import { pageDocument } from './page-document.ts';
import { type Format, PRINTED, printedEvents } from './printed.ts';
import { historyOf, recorderOf } from './recording.ts';
import { type Files, ReportFiles } from './report-files.ts';
import { unattended } from './unattended.ts';

export interface Shown extends Files {
  format: Format;
  diff: boolean;
  verbose: boolean;
  expand: boolean;
  exitCode: boolean;
  /** Where the run is kept, as `--history` says. */
  history: string | undefined;
  commands?: Commands;
  /** What the history keeps besides. */
  head?: Pick<RunHead, 'asked' | 'resumes'>;
}

/** What may be other than in a run of playbooks. */
interface Beside {
  /** Decides everything before a host is contacted. */
  resolving?: (request: RunRequest) => Promise<Resolved>;
  /** Goes along with the run. */
  companion?: Companion | undefined;
}

/**
 * Runs the request, reports it, and resolves to the exit code. Rejects with the first bug of a host, after
 * the report on all hosts.
 */
export async function execute(
  asked: RunRequest,
  shown: Shown,
  io: Io,
  {
    resolving = (request) => resolve(request, { ask: asking(io), signal: io.signal }),
    companion,
  }: Beside = {},
): Promise<number> {
  const place = historyOf(shown.history, io);
  const resolved = await resolving(asked);
  const files = new ReportFiles(shown);
  const request = {
    ...asked,
    isOver: overIn(shown.history, io),
    // No wave that an earlier run has behind it says anything of other answers, which nobody keeps.
    ...(resolved.isAnswered && { passed: new Map() }),
    ...(shown.html !== undefined && { topology: topologyRead }),
    ...(await companion?.begin(resolved)),
  };
  const warnings = [...resolved.warnings, ...unattended(resolved, request)];
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  // Most runs begin without the library of the history. It is loaded before the work: an update may take it away meanwhile.
  const { lastSuccess } =
    shown.prometheus === undefined ? {} : await import('../../history/questions/last-success.ts');
  const recorder = new RunRecorder();
  const evidence = new EvidenceListener();
  const commit = commitOf(dirname(request.selection.playbooks[0] ?? '.'));
  const { savedPlan } = request;
  const history = recorderOf(place, { ...request.selection, ...shown.head, savedPlan }, commit, io);
  const own = [recorder.listener, evidence.listener, ...files.listeners(shown.diff)];
  const kept = [...own, ...[history, companion].flatMap((one) => one?.listener ?? [])];
  const { color, width } = io;
  const told = (write: Io['out']) =>
    shown.format === 'text'
      ? [terminalListener({ ...shown, write, color, width })]
      : printedEvents(shown, write);
  const bugs = await listened(resolved, request, (write) => [...kept, ...told(write)], io);
  const late = [...resolved.lateWarnings(), ...(request.connection.snapshot?.warnings() ?? [])];
  if (late.length > 0) io.err(formatWarnings(late, io));
  const { record } = recorder;
  const { exitCode: fails } = shown;
  const gates = record.rollouts?.flatMap(({ waves }) => waves.flatMap((wave) => wave.gates)) ?? [];
  const gateFailed = gates.some(({ passed }) => passed === false);
  const ending = { mode: request.mode, exitCode: fails, interrupted: record.interrupted, gateFailed };
  const code = bugs.length > 0 ? BUG : exitCode(record.tasks, ending);
  const success = lastSuccess && (await history?.ask(lastSuccess));
  const next = await nextSteps(record, { ...shown, ...shown.head }, history);
  const report: Report = {
    ...{ record, exitCode: code, virtfleet: io.version, inventory: request.selection.inventory },
    ...{ commit: (await commit) ?? null, diff: shown.diff, failOn: fails ? 'any' : 'none' },
    ...(success !== undefined && { lastSuccess: success }),
    next,
  };
  const about = { playbooks: request.selection.playbooks, evidence: evidence.byHost };
  const document = shown.html === undefined ? undefined : await pageDocument(report, about, history);
  await history?.finish({ ended: record.ended, exitCode: code });
  if (shown.format !== 'text') io.out(PRINTED[shown.format](report));
  else if (next.length > 0) io.out(['', ...nextLines(next), ''].join('\n'));
  await files.write(report, document);
  if (bugs.length === 0) companion?.end(report);
  for (const bug of bugs) throw bug;
  return code;
}

/** The exit code after a bug. */
export const BUG = 70;
