import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Channel } from './channel.ts';

/** A shell on the controller, for `ansible_connection: local`. */
export function localChannel(command: string): Channel {
  return processChannel('sh', ['-c', command]);
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A program as a channel. It runs in a session of its own: it gets no Ctrl-C from the terminal, and has
 * no terminal to ask for a password. `env` takes the place of the environment.
 */
export function processChannel(program: string, args: readonly string[], env?: Env): Channel {
  const child = spawn(program, args, {
    detached: true,
    ...(env && { env }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Writing to a program that has just ended is no separate error: `ended` reports it.
  child.stdin.on('error', () => undefined);
  const closing = new AbortController();
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: ending(child, program, closing.signal),
    close: () => {
      // A root shell of sudo takes no signal from us, but ends with its input.
      child.stdin.end();
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      closing.abort();
    },
  };
}

/** Milliseconds to read the last output of a program after its exit. */
const DRAIN = 100;

/** The event `close` would wait for all processes that hold the pipes, including leftovers of a script. */
function ending(
  child: ChildProcessWithoutNullStreams,
  program: string,
  closing: AbortSignal,
): Promise<string> {
  return new Promise((resolve) => {
    closing.addEventListener('abort', () => resolve('The session was closed'));
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      const reason = `${program} ended with ${signal ?? `status ${code}`}`;
      const timer = setTimeout(() => resolve(reason), DRAIN);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(reason);
      });
    });
  });
}
