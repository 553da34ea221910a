import type { Channel } from './channel.ts';
import { Collector } from './collector.ts';
import type { Become, Login } from './login.ts';
import { readable } from './readable.ts';
import { Unreachable } from './unreachable.ts';

const NOISE_LIMIT = 64 * 1024;

/**
 * Waits until the shell on `channel` has greeted, and answers sudo when it asks for the password: once, since a
 * second question means that the first answer was wrong. What was printed before (banners, profile noise, sudo's
 * lecture) is dropped. Rejects with `Unreachable`, and then the channel is closed. `timeout` is in milliseconds.
 */
export async function greet(channel: Channel, login: Login, who: Become, timeout: number): Promise<void> {
  const stdout = new Collector(login.greeting, NOISE_LIMIT);
  const stderr = new Collector(login.greeting, NOISE_LIMIT);
  const said = () =>
    readable(Buffer.concat([stderr.bytes(), stdout.bytes()]))
      .replaceAll(login.prompt, '')
      .trim();
  let asked = 0;

  const answer = () => {
    const questions = stderr.done ? asked : count(stderr.bytes(), login.prompt);
    if (questions === asked) return undefined;
    asked = questions;
    if (asked > 1) return new Unreachable('become', WRONG_PASSWORD);
    if (who.becomePassword) channel.stdin.write(`${who.becomePassword.reveal()}\n`);
    return undefined;
  };

  const failure = await new Promise<Unreachable | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(silent(said(), who, timeout)), timeout);
    const settle = (unreachable?: Unreachable) => {
      clearTimeout(timer);
      channel.stdout.off('data', onStdout);
      channel.stderr.off('data', onStderr);
      resolve(unreachable);
    };
    const settleWhenDone = () => {
      if (stdout.done && stderr.done) settle();
    };
    const onStdout = (chunk: Buffer) => {
      stdout.push(chunk);
      settleWhenDone();
    };
    const onStderr = (chunk: Buffer) => {
      stderr.push(chunk);
      const wrong = answer();
      if (wrong) settle(wrong);
      else settleWhenDone();
    };
    channel.stdout.on('data', onStdout);
    channel.stderr.on('data', onStderr);
    channel.ended.then((reason) => settle(closed(said() || reason, who)));
  });
  if (!failure) return;
  channel.close();
  throw failure;
}

const WRONG_PASSWORD = {
  detail: 'sudo did not accept the password',
  hint: 'Try it by hand on the host with `sudo -k true`',
};

function count(bytes: Buffer, text: string): number {
  return bytes.toString('latin1').split(text).length - 1;
}

function silent(said: string, { become }: Become, timeout: number): Unreachable {
  const detail = `No shell within ${timeout / 1000} s${said ? `; the host said: ${said}` : ''}`;
  return new Unreachable(become ? 'become' : 'timeout', { detail });
}

function closed(detail: string, { become, becomePassword }: Become): Unreachable {
  if (!become) return new Unreachable('closed', { detail });
  if (!becomePassword && detail.includes('password is required')) {
    return new Unreachable('become', {
      detail,
      hint: 'Give the password of sudo with --ask-become-pass (-K)',
    });
  }
  return new Unreachable('become', { detail });
}
