import { dirname } from 'node:path';
import { exitCode } from '../../report/exit-code.ts';
import { runJson } from '../../report/json.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { Progress } from '../../report/progress.ts';
import { RunRecorder } from '../../report/run-record.ts';
import { terminalListener } from '../../report/terminal.ts';
import { resolve } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { commitOf } from './commit.ts';
import { listened } from './listened.ts';
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
  const { color, width, out: write } = io;
  const told = (progress: Progress | undefined) =>
    shown.format === 'text'
      ? [terminalListener({ ...shown, write, color, width, ...(progress && { progress }) })]
      : [];
  const bugs = await listened(resolved, request, (progress) => [...kept, ...told(progress)], io);
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

/** The exit code after a bug. */
export const BUG = 70;
