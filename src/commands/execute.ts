import { dirname } from 'node:path';
import type { Listener } from '../plan/run-event.ts';
import { exitCode, type Verb } from '../report/exit-code.ts';
import { runJson } from '../report/json.ts';
import { formatWarnings } from '../report/problems.ts';
import { createProgress } from '../report/progress.ts';
import { terminalListener } from '../report/terminal.ts';
import { type RunRequest, resolve, run } from '../run.ts';
import type { Io } from './command.ts';
import { commitOf } from './commit.ts';
import { checkReport, writeReport } from './report-file.ts';

export interface Shown {
  verb: 'run' | 'drift';
  format: 'text' | 'json';
  /** A file that gets the JSON document, whatever is printed. */
  json: string | undefined;
  diff: boolean;
  verbose: boolean;
  expand: boolean;
  exitCode: boolean;
}

/**
 * Runs what was asked for, reports it, and resolves to the exit code. Rejects with the first bug that a host met, once
 * the report on all hosts is out.
 */
export async function execute(request: RunRequest, shown: Shown, io: Io): Promise<number> {
  const resolved = resolve(request);
  if (shown.json !== undefined) checkReport(shown.json);
  if (resolved.warnings.length > 0) io.err(formatWarnings(resolved.warnings, io));
  const json = shown.format === 'json';
  const progress = io.isTerminal ? createProgress({ write: io.err, width: io.width }) : undefined;
  const listener: Listener = json
    ? (event) => progress?.tell(event)
    : terminalListener({
        ...shown,
        write: io.out,
        color: io.color,
        width: io.width,
        ...(progress && { progress }),
      });
  const interrupted = () => {
    progress?.erase();
    io.err(request.mode === 'apply' ? FINISHING : 'Interrupted.\n');
  };
  io.signal.addEventListener('abort', interrupted);
  // Time passes on the progress line although nothing happens.
  const ticking = setInterval(() => progress?.tick(), 500);
  const started = new Date().toISOString();
  const {
    outcomes,
    bugs,
    run: id,
  } = await run(resolved, request, listener, io.signal).finally(() => clearInterval(ticking));
  io.signal.removeEventListener('abort', interrupted);
  progress?.erase();
  const mode = request.mode === 'apply' ? 'apply' : 'check';
  const verb: Verb = { verb: shown.verb, mode, exitCode: shown.exitCode, interrupted: io.signal.aborted };
  const code = bugs.length > 0 ? BUG : exitCode(outcomes, verb);
  if (json || shown.json !== undefined) {
    const hosts = resolved.hosts.map(({ name }) => name);
    const about = {
      run: id,
      virtfleet: io.version,
      operator: io.owner,
      started,
      ended: new Date().toISOString(),
      commit: (await commitOf(dirname(request.playbooks[0] ?? '.'))) ?? null,
      playbook: request.playbooks.join(' '),
      mode,
    } as const;
    const document = runJson({ about, diff: shown.diff, hosts, outcomes, exitCode: code });
    if (json) io.out(document);
    if (shown.json !== undefined) writeReport(shown.json, document);
  }
  for (const bug of bugs) throw bug;
  return code;
}

const FINISHING = `Interrupted: no further task starts, and those that run come to their end. Ctrl-C once more ends at
once; a guarded change that is not confirmed by then is rolled back by its host.
`;

/** What the command ends with when it rejects with a bug. */
const BUG = 70;
