import { setMaxListeners } from 'node:events';
import { hostname, userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Command, Io } from './commands/command.ts';

/** The verbs, each loaded when it is called. */
const COMMANDS: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
  run: {
    summary: 'Roll playbooks out, or show what would change (--check)',
    load: async () => (await import('./commands/run.ts')).run,
  },
  drift: {
    summary: 'Check playbooks over connections that cannot write',
    load: async () => (await import('./commands/drift.ts')).drift,
  },
  networks: {
    summary: 'List the networks of all hosts and what is odd about them',
    load: async () => (await import('./commands/networks.ts')).networks,
  },
  show: {
    summary: 'Show one network of a host: its guests, its leases and both copies of its definition',
    load: async () => (await import('./commands/show.ts')).show,
  },
  render: {
    summary: 'Print what each host would get, without contacting any',
    load: async () => (await import('./commands/render.ts')).render,
  },
  inventory: {
    summary: 'Show the hosts, groups and variables of an inventory',
    load: async () => (await import('./commands/inventory.ts')).inventory,
  },
  modules: {
    summary: 'Explain the modules and their arguments',
    load: async () => (await import('./commands/modules.ts')).modules,
  },
  schema: {
    summary: 'Print the JSON schema of a playbook, for editors',
    load: async () => (await import('./commands/schema.ts')).schema,
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
  if (!entry) {
    io.err(`virtfleet: there is no command ${JSON.stringify(verb)}.\n\n${overview()}`);
    return 1;
  }
  const { runCommand } = await import('./commands/line.ts');
  return runCommand(await entry.load(), rest, io);
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
    'virtfleet COMMAND --help explains one, with examples. The first thing to try, read-only:',
    '  virtfleet networks -i INVENTORY',
    '',
  ].join('\n');
}

/** Reads a line from the terminal without showing it. */
async function askPassword(prompt: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  const { Writable } = await import('node:stream');
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      lines.close();
      process.stderr.write('\n');
      resolve(line);
    });
    lines.once('close', () => resolve(''));
  });
}

const interrupt = new AbortController();
// Every host listens.
setMaxListeners(0, interrupt.signal);
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : BUG));

const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true && process.env.CI === undefined,
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  width: process.stdout.columns || 100,
  signal: interrupt.signal,
  askPassword,
  home: fileURLToPath(new URL('..', import.meta.url)),
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
