import { dirname } from 'node:path';
import type { Listener } from '../plan/run-event.ts';
import { exitCode } from '../report/exit-code.ts';
import { runJson } from '../report/json.ts';
import { formatWarnings } from '../report/problems.ts';
import { createProgress } from '../report/progress.ts';
import { RunRecorder } from '../report/run-record.ts';
import { terminalListener } from '../report/terminal.ts';
import { type Resolved, resolve } from '../resolve.ts';
import { run } from '../run.ts';
import type { RunRequest } from '../run-request.ts';
import type { Io } from './command.ts';
import { commitOf } from './commit.ts';
import { historyOf, recorderOf } from './recording.ts';
import { checkReport, writeReport } from './report-file.ts';

export interface Shown {
  format: 'text' | 'json';
  /** A file that gets the JSON document, whatever is printed. */
  json: string | undefined;
  diff: boolean;
  verbose: boolean;
  expand: boolean;
  exitCode: boolean;
  /** Where the run is kept, as `--history` says. */
  history: string | undefined;
}

/**
 * Runs the request, reports it, and resolves to the exit code. Rejects with the first bug of a host, after
 * the report on all hosts.
 */
export async function execute(request: RunRequest, shown: Shown, io: Io): Promise<number> {
  const place = historyOf(shown.history, io);
  const resolved = resolve(request);
  if (shown.json !== undefined) checkReport(shown.json);
  if (resolved.warnings.length > 0) io.err(formatWarnings(resolved.warnings, io));
  const recorder = new RunRecorder();
  const commit = commitOf(dirname(request.selection.playbooks[0] ?? '.'));
  const history = recorderOf(place, request.selection, commit, io);
  const kept = [recorder.listener, ...(history ? [history.listener] : [])];
  const bugs = await listened(resolved, request, { shown, kept }, io);
  const late = resolved.lateWarnings();
  if (late.length > 0) io.err(formatWarnings(late, io));
  const { record } = recorder;
  const { exitCode: tells } = shown;
  const ending = { mode: request.mode, exitCode: tells, interrupted: record.interrupted };
  const code = bugs.length > 0 ? BUG : exitCode(record.tasks, ending);
  await history?.finish({ ended: record.ended, exitCode: code });
  if (shown.format === 'json' || shown.json !== undefined) {
    const about = { virtfleet: io.version, commit: (await commit) ?? null };
    const document = runJson(record, { ...about, diff: shown.diff, exitCode: code });
    if (shown.format === 'json') io.out(document);
    if (shown.json !== undefined) writeReport(shown.json, document);
  }
  for (const bug of bugs) throw bug;
  return code;
}

/** Runs with all listeners: the recorder, the history, the report and the progress line. */
async function listened(
  resolved: Resolved,
  request: RunRequest,
  { shown, kept }: { shown: Shown; kept: readonly Listener[] },
  io: Io,
): Promise<readonly unknown[]> {
  const progress = io.isTerminal ? createProgress({ write: io.err, width: io.width }) : undefined;
  const { color, width, out: write } = io;
  const listeners: Listener[] = [
    ...kept,
    ...(shown.format === 'text'
      ? [terminalListener({ ...shown, write, color, width, ...(progress && { progress }) })]
      : []),
    ...(progress ? [(event: Parameters<Listener>[0]) => progress.tell(event)] : []),
  ];
  const interrupted = () => {
    progress?.erase();
    io.err(request.mode === 'apply' ? FINISHING : 'Interrupted.\n');
  };
  io.signal.addEventListener('abort', interrupted);
  // The progress line shows the time even if nothing happens.
  const ticking = setInterval(() => progress?.tick(), 500);
  try {
    return await run(resolved, request, listeners, io.signal);
  } finally {
    clearInterval(ticking);
    io.signal.removeEventListener('abort', interrupted);
    progress?.erase();
  }
}

const FINISHING = `Interrupted: no further task starts; running tasks finish. A second Ctrl-C ends the run at
once. A host then rolls back a guarded change that nobody confirms.
`;

/** The exit code after a bug. */
const BUG = 70;
