import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import pLimit from 'p-limit';
import { quote } from '../../plan/quote.ts';
import { NOTICE } from '../login-handshake.ts';
import { readable } from '../readable.ts';
import { Unreachable } from '../unreachable.ts';
import { explained } from './openssh-failure.ts';
import type { SshCall } from './ssh-call.ts';

/** The connections of a run that several ssh processes share, each at a socket in a private folder: ssh_config(5), ControlPath. */
export interface Shared {
  /** What ssh is told to open or use the shared connection of this call. */
  argumentsFor(call: SshCall): readonly string[];
  /** Opens the one to a jump host, once. Rejects with `Unreachable`. */
  open(call: SshCall, args: readonly string[]): Promise<void>;
  /** Environment of each ssh: a key that waits for a touch says so on stderr. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends them all. */
  close(): Promise<void>;
}

/** Seconds after which a connection ends that nothing uses: that of a run that was killed. */
const IDLE = 60;

/**
 * ssh calls this where a FIDO key waits for its user (SSH_ASKPASS_PROMPT is `none`), and for nothing else in BatchMode.
 * Its stderr is that of ssh.
 */
const ASKPASS = `#!/bin/sh
[ "$SSH_ASKPASS_PROMPT" = none ] || exit 1
printf '%s%s\\n' '${NOTICE}' "$1" >&2
`;

/** The folder is made when the first connection is. */
export function createShared(environment: Shared['env']): Shared {
  let made: string | undefined;
  const folder = () => {
    if (made) return made;
    // The path of a socket has a hundred bytes.
    made = mkdtempSync(join(tmpdir().length > 50 ? '/tmp' : tmpdir(), 'virtfleet-ssh-'));
    writeFileSync(join(made, 'askpass'), ASKPASS, { mode: 0o700 });
    return made;
  };
  const sockets = new Map<string, string>();
  const jumps = new Map<string, Promise<void>>();
  const socketOf = (call: SshCall) => {
    const key = JSON.stringify(call);
    const socket = sockets.get(key) ?? join(folder(), `${sockets.size}`);
    sockets.set(key, socket);
    return socket;
  };
  return {
    argumentsFor: (call) =>
      [`ControlPath=${socketOf(call)}`, 'ControlMaster=auto', `ControlPersist=${IDLE}`].flatMap((setting) => [
        '-o',
        setting,
      ]),
    async open(call, args) {
      const socket = socketOf(call);
      const known = jumps.get(socket);
      if (
        known &&
        (await known.then(
          () => existsSync(socket),
          () => false,
        ))
      )
        return;
      if (known === jumps.get(socket)) jumps.set(socket, connect(call, args, this.env));
      await jumps.get(socket);
    },
    get env() {
      return { ...environment, SSH_ASKPASS: join(folder(), 'askpass'), SSH_ASKPASS_REQUIRE: 'force' };
    },
    async close() {
      if (!made) return;
      const open = [...sockets.values()].filter((socket) => existsSync(socket));
      const parts = Array.from({ length: Math.ceil(open.length / BATCH) }, (_, index) =>
        open.slice(index * BATCH, (index + 1) * BATCH),
      );
      await Promise.all(parts.map((part) => atOnce(() => end(part))));
      rmSync(made, { recursive: true, force: true });
      made = undefined;
    },
  };
}

const atOnce = pLimit(8);

/** Connections that one shell ends: to start a process is dearer for a large one, as that of a run of many hosts. */
const BATCH = 16;

/** ssh goes into the background once it is connected. */
function connect(call: SshCall, args: readonly string[], env: Shared['env']): Promise<void> {
  const { destination } = call;
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', ['-fN', ...args, '--', destination], {
      detached: true,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const fail = (detail: string) => {
      const { message, problem } = explained(new Unreachable('closed', { detail }), call);
      const { hint, command } = problem;
      const more = { ...(hint && { hint }), ...(command && { command }) };
      reject(new Unreachable('jump', { detail: `Jump host ${destination}: ${message}`, ...more }));
    };
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else
        setTimeout(() => fail(readable(Buffer.concat(said)).trim() || `ssh ended with status ${code}`), 50);
    });
  });
}

/** Milliseconds for connections to end: one that is frozen never answers. */
const PATIENCE = 3_000;

/** ssh(1), `-O exit`; without the user's configuration, which has nothing to say here. One shell starts them all at once. */
function end(sockets: readonly string[]): Promise<void> {
  const script = sockets
    .map((socket) => quote(['ssh', '-F', 'none', '-S', socket, '-O', 'exit', '--', 'host']))
    .map((command) => `${command} </dev/null &\n`)
    .join('');
  return new Promise((resolve) => {
    const shell = spawn('sh', { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    const late = setTimeout(() => {
      if (shell.pid !== undefined) kill(-shell.pid, 'SIGKILL');
    }, PATIENCE);
    shell.stdin.on('error', () => undefined).end(`${script}wait\n`);
    const ended = () => {
      clearTimeout(late);
      resolve();
    };
    shell.once('error', ended).once('exit', ended);
  });
}
