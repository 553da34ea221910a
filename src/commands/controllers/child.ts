import { spawn } from 'node:child_process';
import { type Given, PERFORMED, type Performed } from '../../controllers/performed.ts';
import type { Io } from '../command.ts';

/** Milliseconds for a job to end once it was asked to: a task that writes is not cut. */
const PATIENCE = 60_000;
/** Characters of what a job complains of that are kept. */
const TOLD = 4_000;

/** How the process of a job ended. */
export type Ended = Performed | { failure: string } | 'stopped';

/**
 * Does a job in a process of its own: a job that crashes or leaks takes nothing with it. When `signal` aborts, it begins
 * no further task; a worker that is killed leaves it in the same way.
 */
export function performInChild(
  given: Given,
  signal: AbortSignal,
  { program, folder, local }: Io,
): Promise<Ended> {
  const [command = '', ...words] = program;
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C is for the worker.
    const child = spawn(command, [...words, 'worker', '--job'], {
      cwd: folder,
      env: local.env,
      detached: true,
    });
    let [out, told] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told = `${told}${text}`.slice(-TOLD);
    });
    // It may have ended before it read all.
    child.stdin.on('error', () => {});
    child.stdin.write(`${JSON.stringify(given)}\n`);
    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      child.stdin.end();
      kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const end = (ended: Ended) => {
      clearTimeout(kill);
      signal.removeEventListener('abort', stop);
      child.stdin.destroy();
      resolve(ended);
    };
    child.on('error', (error) => end({ failure: error.message }));
    child.on('close', (code) => {
      if (signal.aborted) end('stopped');
      else if (code === 0) end(answered(out));
      else end({ failure: firstOf(told) || `its process ended with ${code}` });
    });
  });
}

function answered(out: string): Ended {
  try {
    return PERFORMED.parse(JSON.parse(out));
  } catch {
    return { failure: `its process answered what is no result: ${firstOf(out)}` };
  }
}

/** What was said first, on one line. */
function firstOf(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, 300);
}
