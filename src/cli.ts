import { setMaxListeners } from 'node:events';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import manifest from '../package.json' with { type: 'json' };
import type { Io } from './commands/command.ts';
import { main } from './commands/main/main.ts';
import { shippedFiles } from './shipped-files.ts';

// V8 of Node 20 optimizes so early that most runs end before it pays off. Later versions do not, and have no such flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=300000');
// What is known of a host goes when the host is done. V8 would let it pile up to four times of what is in use.
setFlagsFromString('--heap-growing-percent=50');

const VERSION = manifest.version;
const BUG = 70;

/** Milliseconds that a run has after SIGTERM: a minute. systemd sends SIGKILL after 90 s (TimeoutStopSec). */
const PATIENCE = 60_000;

/** Reads a line from the terminal; undefined after Ctrl-C or at the end of input. */
async function ask(
  prompt: string,
  { echo = true, until = stop.signal }: { echo?: boolean; until?: AbortSignal } = {},
): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const { Writable } = await import('node:stream');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const ends = AbortSignal.any([stop.signal, until]);
  // It may have come while the reader was loaded: nothing would end the question then.
  if (ends.aborted) return undefined;
  const output = echo ? process.stderr : silent;
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  // From here on the terminal does not echo what is typed; where it is to be seen the reader prints it.
  if (echo) {
    lines.setPrompt(prompt);
    lines.prompt();
  } else process.stderr.write(prompt);
  const close = () => lines.close();
  // In raw mode Ctrl-C is a character for the reader, not a signal.
  lines.once('SIGINT', interrupt);
  ends.addEventListener('abort', close);
  const answer = await new Promise<string | undefined>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(undefined));
  });
  ends.removeEventListener('abort', close);
  close();
  if (!echo || answer === undefined) process.stderr.write('\n');
  return answer;
}

const [stop, cut] = [new AbortController(), new AbortController()];
// Every host adds a listener.
for (const { signal } of [stop, cut]) setMaxListeners(0, signal);

/** The first time nothing more begins, the second time connections close, and the third time the signal has its way. */
function interrupt(): void {
  if (!stop.signal.aborted) {
    stop.abort();
    return;
  }
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  cut.abort();
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
for (const signal of SIGNALS) process.on(signal, interrupt);
process.once('SIGTERM', () => {
  setTimeout(() => {
    if (!cut.signal.aborted) io.err(`\nSIGTERM: after ${PATIENCE / 1000} s a task is still at work.\n`);
    cut.abort();
  }, PATIENCE).unref();
});
// A reader that closes early, such as `head`, is no failure and must not stop a run halfway.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(BUG);
  });

/** A container or a service may run as a user that is in no list of users. */
function operator(): Io['local'] {
  const { env, getuid = () => 0 } = process;
  try {
    const { username: user, homedir: home, uid } = userInfo();
    return { user, home, uid, env };
  } catch {
    const uid = getuid();
    // Others ask os.homedir(), which has no answer without it. systemd sets none for a user that it cannot look up.
    env['HOME'] ||= '/';
    return { user: String(uid), home: env['HOME'], uid, env };
  }
}

/** The stream, where lines can be drawn over: on no log of a CI, and no terminal that says it is a dumb one. */
function drawable(stream: NodeJS.WriteStream): Io['terminal'] {
  const { CI, TERM } = process.env;
  return stream.isTTY === true && CI === undefined && TERM !== 'dumb' ? stream : undefined;
}

/** Sends no signal; somebody else's process may not be sent any. */
function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Where Virtfleet is: its folder, or the executable that holds all of it, with the templates in it as if below it. */
function ownPlace(): Pick<Io, 'home' | 'program'> {
  const { execPath } = process;
  if (!isSea()) {
    const file = fileURLToPath(import.meta.url);
    return { home: fileURLToPath(new URL('..', import.meta.url)), program: [execPath, file] };
  }
  for (const [name, text] of Object.entries<string>(JSON.parse(getAsset('files', 'utf8'))))
    shippedFiles.add(join(execPath, name), Buffer.from(text));
  return { home: execPath, program: [execPath] };
}

const local = operator();
const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: drawable(process.stderr),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  // Output to a file or a pager may be wider than a terminal.
  width: process.stdout.columns || Number(process.env.COLUMNS) || 100,
  signal: stop.signal,
  cut: cut.signal,
  canAsk: process.stdin.isTTY === true,
  ask: (prompt, until) => ask(prompt, until && { until }),
  askPassword: (prompt) => ask(prompt, { echo: false }),
  ...ownPlace(),
  version: VERSION,
  node: process.versions.node,
  owner: `${local.user}@${hostname()}`,
  folder: process.cwd(),
  pid: process.pid,
  isTaken,
  local,
};

// Without await: an executable is a CommonJS module.
main(process.argv.slice(2), io)
  .catch((error: unknown) => {
    const stack = error instanceof Error ? error.stack : String(error);
    io.err(`This is a bug in Virtfleet ${VERSION}; please report it with this text:\n${stack}\n`);
    return BUG;
  })
  .then((code) => {
    process.exitCode = code;
    // Such as a name server that does not answer would keep the process. A slow reader still gets all that was written.
    if (stop.signal.aborted) process.stdout.write('', () => process.stderr.write('', () => process.exit()));
  });
