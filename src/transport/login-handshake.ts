import { setTimeout as delay } from 'node:timers/promises';
import { STARS } from '../plan/task-record.ts';
import type { Become, BecomeMethod } from './become.ts';
import type { Channel } from './channel.ts';
import { Collector } from './collector.ts';
import type { Login } from './login.ts';
import { readable } from './readable.ts';
import { Unreachable } from './unreachable.ts';

export interface GreetOptions {
  /** Milliseconds. */
  timeout: number;
  signal?: AbortSignal | undefined;
  /** Gets what ssh says while it waits for its user: a key that wants to be touched. Then it has a minute. */
  notice?: ((text: string) => void) | undefined;
}

/**
 * Waits for the greeting of the shell on `channel`, and answers the password prompt of sudo, doas or run0. Earlier
 * output (banners, profile noise, sudo's lecture) is dropped.
 * Rejects with `Unreachable` or the signal's reason, after it has closed the channel.
 */
export async function greet(
  channel: Channel,
  login: Login,
  who: Become,
  { timeout, signal, notice = () => undefined }: GreetOptions,
): Promise<void> {
  const output = { stdout: collector(login), stderr: collector(login) };
  const said = () => {
    const bytes = Buffer.concat([output.stderr.bytes(), output.stdout.bytes()]);
    const password = who.becomePassword?.reveal();
    const text = readable(bytes).replaceAll(login.prompt, '');
    // A terminal shows what comes before its echo is off.
    return (password ? text.replaceAll(password, STARS) : text).trim();
  };
  const done = new AbortController();
  const until = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
  try {
    await Promise.race([
      converse(channel, output, login, who),
      channel.ended.then((reason) => Promise.reject(closed(said() || reason, who))),
      noticed(channel, notice, timeout, until).then((waited) => Promise.reject(silent(said(), waited, who))),
    ]);
  } catch (error) {
    channel.close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}

/** Begins a line of stderr that is for the operator: see shared-connections.ts. */
export const NOTICE = '[virtfleet-notice] ';

/** Milliseconds for a user to touch a key. */
const TOUCH = 60_000;

/** Resolves with the milliseconds that were waited in vain. */
async function noticed(
  { stderr }: Channel,
  notice: (text: string) => void,
  timeout: number,
  signal: AbortSignal,
): Promise<number> {
  let limit = timeout;
  let line = '';
  const read = (chunk: Buffer) => {
    const lines = `${line}${chunk.toString('latin1')}`.split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) {
      if (!each.startsWith(NOTICE)) continue;
      limit = Math.max(timeout, TOUCH);
      notice(readable(Buffer.from(each.slice(NOTICE.length), 'latin1')));
    }
  };
  stderr.on('data', read);
  try {
    await delay(timeout, undefined, { signal });
    if (limit > timeout) await delay(limit - timeout, undefined, { signal });
    return limit;
  } finally {
    stderr.off('data', read);
  }
}

interface Output {
  stdout: Collector;
  stderr: Collector;
}

/** The password is sent once. A second prompt means that it was wrong. */
function converse(channel: Channel, { stdout, stderr }: Output, login: Login, who: Become): Promise<void> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    let chosen = false;
    const check = () => {
      if (!stdout.done || !stderr.done) return;
      if (login.feeds) channel.stdin.write('\n');
      resolve();
    };
    channel.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      check();
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      check();
      const choice = chosen || stderr.done ? undefined : login.choice?.(textOf(stderr.bytes()));
      if (choice !== undefined) {
        chosen = true;
        type(channel, login, choice);
      }
      if (stderr.done || count(stderr.bytes(), login.prompt) === answered) return;
      if (answered > 0) reject(wrongPassword(who));
      else if (who.becomePassword) type(channel, login, who.becomePassword.reveal());
      answered += 1;
    });
  });
}

/** Milliseconds until a prompt on a terminal has turned off its echo and dropped what was typed before: tcsetattr(3). */
const ECHO_OFF = 150;

function type({ stdin }: Channel, { feeds }: Login, text: string): void {
  setTimeout(() => stdin.write(`${text}\n`), feeds ? ECHO_OFF : 0);
}

const NOISE_LIMIT = 64 * 1024;

function collector(login: Login): Collector {
  return new Collector(login.greeting, NOISE_LIMIT);
}

function count(bytes: Buffer, text: RegExp): number {
  return textOf(bytes).match(text)?.length ?? 0;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\r', '');
}

function wrongPassword({ becomeMethod = 'sudo' }: Become): Unreachable {
  return new Unreachable('become', {
    detail: `${becomeMethod} did not accept the password`,
    hint: `Try the password on the host with \`${TRIED[becomeMethod]}\``,
  });
}

const TRIED: Readonly<Record<BecomeMethod, string>> = {
  sudo: 'sudo -k true',
  doas: 'doas true',
  run0: 'run0 true',
};

const SLOW_SUDO =
  'sudo waits if the host does not resolve its own name: try `time sudo -n true` there, and add the name to /etc/hosts';

function silent(said: string, timeout: number, { become, becomeMethod = 'sudo' }: Become): Unreachable {
  const detail = `No shell within ${timeout / 1000} s${said ? `; the host printed: ${said}` : ''}`;
  if (!become) return new Unreachable('timeout', { detail });
  return new Unreachable('become', becomeMethod === 'sudo' ? { detail, hint: SLOW_SUDO } : { detail });
}

function closed(detail: string, who: Become): Unreachable {
  const { become, becomeMethod = 'sudo', becomePassword } = who;
  if (!become) return new Unreachable('closed', { detail });
  if (becomePassword && /authentication failed/i.test(detail)) return wrongPassword(who);
  const hint = `Enter the password of ${becomeMethod} with --ask-become-pass (-K)`;
  const asks = !becomePassword && ASKS.test(detail);
  return new Unreachable('become', asks ? { detail, hint } : { detail });
}

/** What sudo, doas and run0 say where they would have to ask, and must not. */
const ASKS = /password is required|[Aa]uthentication required/;
