import { spawn } from 'node:child_process';

/** What a command left behind. A command ended by a signal has the code a shell gives it: 128 and more. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  stdin?: string;
  /** Added to the caller's environment. */
  env?: Record<string, string>;
  cwd?: string;
  /** Ends the command, with SIGTERM or what `killSignal` says. */
  signal?: AbortSignal;
  killSignal?: NodeJS.Signals;
}

/** Something the lab could not do, told in a sentence for people. */
export class LabError extends Error {
  override name = 'LabError';
}

/** Runs a command to its end and collects its output. Any exit code is a result; only a missing command throws. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const [command = '', ...args] = argv;
  const { cwd, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(cwd !== undefined && { cwd }),
      ...(signal && { signal, killSignal: options.killSignal ?? 'SIGTERM' }),
      env: { ...process.env, ...options.env },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A command that ends without reading its input is no failure of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    child.on('error', reject);
    child.on('close', (code, ended) =>
      resolve({
        code: exitCode(code, ended),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** Runs a command that has to succeed and returns its standard output. */
export async function must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options);
  if (code === 0) return stdout;
  throw new LabError(`${argv.join(' ')} ended with ${code}: ${stderr.trim() || stdout.trim()}`);
}

/** Runs a command on the caller's own terminal and returns its exit code. */
export function attach(argv: readonly string[]): Promise<number> {
  const [command = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    // Ctrl-C reaches the command from the terminal itself; it decides what that means.
    const ignore = () => {};
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, ended) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward);
      resolve(exitCode(code, ended));
    });
  });
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

function exitCode(code: number | null, ended: NodeJS.Signals | null): number {
  return code ?? 128 + ((ended && signalNumbers[ended]) ?? 0);
}
