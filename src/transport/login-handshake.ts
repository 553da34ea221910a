import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from './channel.ts';
import { Collector } from './collector.ts';
import type { Become, Login } from './login.ts';
import { readable } from './readable.ts';
import { Unreachable } from './unreachable.ts';

export interface GreetOptions {
  /** Milliseconds. */
  timeout: number;
  signal?: AbortSignal | undefined;
}

/**
 * Waits for the greeting of the shell on `channel`, and answers the password prompt of sudo. Earlier output
 * (banners, profile noise, sudo's lecture) is dropped.
 * Rejects with `Unreachable` or the signal's reason, after it has closed the channel.
 */
export async function greet(
  channel: Channel,
  login: Login,
  who: Become,
  { timeout, signal }: GreetOptions,
): Promise<void> {
  const output = { stdout: collector(login), stderr: collector(login) };
  const said = () => {
    const bytes = Buffer.concat([output.stderr.bytes(), output.stdout.bytes()]);
    return readable(bytes).replaceAll(login.prompt, '').trim();
  };
  const done = new AbortController();
  const until = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
  try {
    await Promise.race([
      converse(channel, output, login, who),
      channel.ended.then((reason) => Promise.reject(closed(said() || reason, who))),
      delay(timeout, undefined, { signal: until }).then(() => Promise.reject(silent(said(), timeout, who))),
    ]);
  } catch (error) {
    channel.close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}

interface Output {
  stdout: Collector;
  stderr: Collector;
}

/** The password is sent once. A second prompt means that it was wrong. */
function converse(channel: Channel, { stdout, stderr }: Output, login: Login, who: Become): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (stdout.done && stderr.done) resolve();
    };
    let answered = 0;
    channel.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      check();
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      check();
      if (stderr.done || count(stderr.bytes(), login.prompt) === answered) return;
      if (answered > 0) reject(new Unreachable('become', WRONG_PASSWORD));
      else if (who.becomePassword) channel.stdin.write(`${who.becomePassword.reveal()}\n`);
      answered += 1;
    });
  });
}

const NOISE_LIMIT = 64 * 1024;

function collector(login: Login): Collector {
  return new Collector(login.greeting, NOISE_LIMIT);
}

function count(bytes: Buffer, text: string): number {
  return bytes.toString('latin1').split(text).length - 1;
}

const WRONG_PASSWORD = {
  detail: 'sudo did not accept the password',
  hint: 'Try the password on the host with `sudo -k true`',
};

const SLOW_SUDO =
  'sudo waits if the host does not resolve its own name: try `time sudo -n true` there, and add the name to /etc/hosts';

function silent(said: string, timeout: number, { become }: Become): Unreachable {
  const detail = `No shell within ${timeout / 1000} s${said ? `; the host printed: ${said}` : ''}`;
  return become
    ? new Unreachable('become', { detail, hint: SLOW_SUDO })
    : new Unreachable('timeout', { detail });
}

function closed(detail: string, { become, becomePassword }: Become): Unreachable {
  if (!become) return new Unreachable('closed', { detail });
  const hint = 'Enter the sudo password with --ask-become-pass (-K)';
  const asks = !becomePassword && detail.includes('password is required');
  return new Unreachable('become', asks ? { detail, hint } : { detail });
}
