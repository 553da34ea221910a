import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quote } from '../../src/plan/quote.ts';
import type { Become } from '../../src/transport/become.ts';
import { localChannel } from '../../src/transport/local.ts';
import { loginCommand } from '../../src/transport/login.ts';
import { greet } from '../../src/transport/login-handshake.ts';
import { Secret } from '../../src/transport/secret.ts';
import { SHELL_LIMITS, Shell } from '../../src/transport/shell.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A sudo of our own, ahead of the real one: `asks` is what it does before it runs the command. */
async function login(who: Become, asks: string, profile = ''): Promise<string> {
  const options =
    'while :; do case $1 in -p) prompt=$2; shift 2;; -n) never=1; shift;; -*) shift;; *) break;; esac; done';
  writeFileSync(join(folder, 'sudo'), `#!/bin/sh\n${options}\n${asks}\nexec "$@"\n`, { mode: 0o755 });
  const { command, ...texts } = loginCommand(who);
  const channel = localChannel(`${profile} PATH=${quote([folder])}:/usr/bin:/bin; ${command}`);
  try {
    await greet(channel, { command, ...texts }, who, { timeout: 2_000 });
    const shell = new Shell(channel, SHELL_LIMITS);
    return (await shell.run('echo "alive $LC_ALL ${PATH##*:}"')).stdout.toString();
  } finally {
    channel.close();
  }
}

const ALIVE = 'alive C /sbin\n';
const LECTURE = 'printf "We trust you have received the usual lecture.\\n" >&2';
const CHECK = `printf %s "$prompt" >&2; read -r answer; [ "$answer" = "pass'word \\$x" ]`;
const password = new Secret("pass'word $x");

test('a key that waits for its user is told, and waited for', async () => {
  const { command, ...texts } = loginCommand({ become: false });
  const channel = localChannel(`echo "[virtfleet-notice] Confirm user presence" >&2; sleep 1; ${command}`);
  const notices: string[] = [];
  const options = { timeout: 500, notice: (text: string) => void notices.push(text) };
  await greet(channel, { command, ...texts }, { become: false }, options);
  channel.close();
  expect(notices).toEqual(['Confirm user presence']);
});

test('noise before the greeting is dropped', async () => {
  const noise = 'echo "Welcome to hv01"; printf "no newline"; echo warning >&2;';
  expect(await login({ become: false }, '', noise)).toBe(ALIVE);
});

test('a shell that never starts is reported with what the host printed', async () => {
  const failure = await login({ become: false }, '', 'echo "This account is not available."; exit 1;').catch(
    (e) => e,
  );
  expect(failure).toBeInstanceOf(Unreachable);
  expect(failure.problem).toEqual({
    code: 'unreachable-closed',
    summary: 'The connection was closed before a shell was there',
    detail: 'This account is not available.',
  });
});

test('sudo that takes too long may wait for the name of the host', async () => {
  const failure = await login({ become: true }, 'sleep 3').catch((e) => e);
  expect(failure.problem).toMatchObject({
    code: 'unreachable-become',
    detail: 'No shell within 2 s',
    hint: expect.stringContaining('/etc/hosts'),
  });
});

test('sudo that asks nothing', async () => {
  expect(await login({ become: true }, '')).toBe(ALIVE);
  expect(await login({ become: true, becomePassword: password }, LECTURE)).toBe(ALIVE);
});

test('sudo that asks gets the password', async () => {
  expect(await login({ become: true, becomePassword: password }, `${LECTURE}\n${CHECK} || exit 1`)).toBe(
    ALIVE,
  );
});

test('a wrong password is sent once', async () => {
  const who = { become: true, becomePassword: new Secret('wrong') };
  const log = join(folder, 'answers');
  const ask = `${CHECK}; echo "$answer" >>${log}`;
  const asks = `${ask}; echo "Sorry, try again." >&2; ${ask}; exit 1`;
  const failure = await login(who, asks).catch((e) => e);
  expect(failure.reason).toBe('become');
  expect(failure.problem.detail).toBe('sudo did not accept the password');
  expect(readFileSync(log, 'utf8')).toBe('wrong\n');
});

test('a password that is asked for and not there', async () => {
  const failure = await login(
    { become: true },
    '[ $never ] && echo "sudo: a password is required" >&2; exit 1',
  ).catch((e) => e);
  expect(failure.problem).toMatchObject({
    code: 'unreachable-become',
    detail: 'sudo: a password is required',
  });
  expect(failure.problem.hint).toContain('-K');
});

test('the password is in no argument, variable or error', async () => {
  const who = { become: true, becomePassword: password };
  expect(JSON.stringify(loginCommand(who))).not.toContain(password.reveal());
  const asks = `${CHECK}; cat /proc/$$/environ /proc/$$/cmdline | tr '\\0' '\\n' | grep -v ^sudo- >&2; exit 1`;
  const failure = await login(who, asks).catch((e) => e);
  expect(failure.problem.detail).toContain('PATH=');
  expect(failure.problem.detail).not.toContain(password.reveal());
});

test('control characters of a host do not reach the message', async () => {
  const failure = await login({ become: false }, '', "printf '\\033[2Jgone'; exit 1;").catch((e) => e);
  expect(failure.problem.detail).toBe('�[2Jgone');
});
