import { setMaxListeners } from 'node:events';
import { hostname, userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Io } from './commands/command.ts';

const playbooks = () => import('./commands/playbooks.ts');
const looking = () => import('./commands/looking.ts');

/**
 * The verbs, loaded when one of them is called. In two groups only: what each of ten shares with the others would be
 * cut into dozens of files, and each file costs a millisecond.
 */
const COMMANDS: Readonly<Record<string, { summary: string; load: typeof playbooks | typeof looking }>> = {
  run: {
    summary: 'Roll playbooks out, or show what would change (--check)',
    load: playbooks,
  },
  drift: {
    summary: 'Check playbooks over connections that cannot write',
    load: playbooks,
  },
  networks: {
    summary: 'List the networks of all hosts and what is odd about them',
    load: looking,
  },
  show: {
    summary: 'Show one network of a host: guests, leases, both definitions',
    load: looking,
  },
  render: {
    summary: 'Print what each host would get, without contacting any',
    load: playbooks,
  },
  inventory: {
    summary: 'Show the hosts, groups and variables of an inventory',
    load: looking,
  },
  modules: {
    summary: 'Explain the modules and their arguments',
    load: playbooks,
  },
  keywords: {
    summary: 'Explain the keys of plays, tasks and handlers',
    load: playbooks,
  },
  functions: {
    summary: 'Explain the functions of expressions and templates',
    load: playbooks,
  },
  schema: {
    summary: 'Print the JSON schema of a playbook, for editors',
    load: playbooks,
  },
};

// That of Node 20 optimizes so early that most runs end before it pays; later ones do not, and do not know the flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=300000');

const VERSION = '0.1.0';
const BUG = 70;

async function main(argv: readonly string[], io: Io): Promise<number> {
  const [verb = '--help', ...rest] = argv;
  if (verb === '--version' || verb === '-V') {
    io.out(`virtfleet ${VERSION}\n`);
    return 0;
  }
  if (['--help', '-h', 'help'].includes(verb)) {
    io.out(overview());
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  const loaded = await entry?.load();
  const command = loaded?.commands[verb];
  if (!loaded || !command) {
    io.err(`virtfleet: there is no command ${JSON.stringify(verb)}.\n\n${overview()}`);
    return 1;
  }
  return loaded.runCommand(command, rest, io);
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Virtfleet rolls out, checks and audits the networks of hypervisor fleets.',
    '',
    'Usage: virtfleet COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'virtfleet COMMAND --help explains one, with examples. The first thing to try,',
    'which only reads:',
    '  virtfleet networks -i INVENTORY',
    '',
  ].join('\n');
}

/** Reads a line from the terminal without showing it; undefined when none comes, by Ctrl-C or an end of input. */
async function askPassword(prompt: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const { Writable } = await import('node:stream');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  // Only now does the terminal show nothing of what is typed.
  process.stderr.write(prompt);
  const close = () => lines.close();
  // In its raw mode the terminal hands Ctrl-C to whoever reads, and sends no signal.
  lines.once('SIGINT', () => interrupt.abort());
  interrupt.signal.addEventListener('abort', close);
  const answer = await new Promise<string | undefined>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(undefined));
  });
  interrupt.signal.removeEventListener('abort', close);
  close();
  process.stderr.write('\n');
  return answer;
}

const interrupt = new AbortController();
// Every host listens.
setMaxListeners(0, interrupt.signal);
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that has seen enough, such as `head`, is no failure, and no reason to leave hosts half done.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(BUG);
  });

const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true && process.env.CI === undefined,
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  // What is piped into a file or a pager has room for more than a terminal's 80.
  width: process.stdout.columns || Number(process.env.COLUMNS) || 100,
  signal: interrupt.signal,
  askPassword,
  home: fileURLToPath(new URL('..', import.meta.url)),
  version: VERSION,
  owner: `${userInfo().username}@${hostname()}`,
  local: { ...userInfo(), home: userInfo().homedir, user: userInfo().username, env: process.env },
};

try {
  process.exitCode = await main(process.argv.slice(2), io);
} catch (error) {
  const stack = error instanceof Error ? error.stack : String(error);
  io.err(`This is a bug in Virtfleet ${VERSION}; please report it with this text:\n${stack}\n`);
  process.exitCode = BUG;
}
