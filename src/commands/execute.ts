import { exitCode } from '../report/exit-code.ts';
import { runJson } from '../report/json.ts';
import { formatWarnings } from '../report/problems.ts';
import { createProgress } from '../report/progress.ts';
import { terminalListener } from '../report/terminal.ts';
import { type RunRequest, resolve, run } from '../run.ts';
import type { Io } from './command.ts';

export interface Shown {
  verb: 'run' | 'drift';
  format: 'text' | 'json';
  diff: boolean;
  verbose: boolean;
  exitCode: boolean;
}

/** Runs what was asked for, reports it, and resolves to the exit code. */
export async function execute(request: RunRequest, shown: Shown, io: Io): Promise<number> {
  const resolved = resolve(request);
  if (resolved.warnings.length > 0) io.err(formatWarnings(resolved.warnings, io));
  const json = shown.format === 'json';
  const listener = terminalListener({
    ...shown,
    write: json ? io.err : io.out,
    color: io.color,
    width: io.width,
    ...(io.isTerminal && { progress: createProgress({ write: io.err, width: io.width }) }),
  });
  const { outcomes } = await run(resolved, request, json ? () => undefined : listener, io.signal);
  const mode = request.mode === 'apply' ? 'apply' : 'check';
  const code = exitCode(outcomes, {
    verb: shown.verb,
    mode,
    exitCode: shown.exitCode,
    interrupted: io.signal.aborted,
  });
  if (json) {
    const hosts = resolved.hosts.map(({ name }) => name);
    io.out(runJson({ playbook: request.playbooks.join(' '), mode, hosts, outcomes, exitCode: code }));
  }
  return code;
}
