import { didYouMean } from '../../template/suggest.ts';
import type { Io } from '../command.ts';
import { DECLARATIONS } from '../declaration/index.ts';
import { overview } from '../pages/overview.ts';

const inspecting = () => import('./inspecting.ts');
const running = () => import('./running.ts');
const playbooks = () => import('./playbooks.ts');

/**
 * Commands that need no playbook load without the playbook language, and `run` without the others that need it. There
 * are no more groups: each would cut the built program into more files, and each file costs a millisecond.
 */
const WITHOUT_PLAYBOOK = new Set([
  'history',
  'inventory',
  'leases',
  'networks',
  'report',
  'self-check',
  'show',
]);

/** Runs the command that the words of the command line name. Resolves to the exit code; rejects with a bug. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [first = '--help', ...rest] = argv;
  if (first === '--version' || first === '-V') {
    io.out(`virtfleet ${io.version}\n`);
    return 0;
  }
  // `virtfleet help run` is `virtfleet run --help`.
  const isHelp = ['--help', '-h', 'help'].includes(first);
  const [name, ...words] = isHelp && rest[0] !== undefined ? [rest[0], '--help'] : argv;
  if (name === undefined || (isHelp && rest.length === 0)) {
    io.out(overview(DECLARATIONS));
    return 0;
  }
  if (!DECLARATIONS.some((one) => one.name === name)) {
    io.err(unknownCommand(name));
    return 1;
  }
  const { commands, runCommand } = await groupOf(name)();
  const command = commands[name];
  if (!command) throw new Error(`the command ${name} has no action`);
  return runCommand(command, words, io);
}

function unknownCommand(name: string): string {
  const names = DECLARATIONS.map((one) => one.name);
  const { hint } = didYouMean(name, names);
  const known = hint === undefined ? overview(DECLARATIONS) : 'virtfleet --help lists all commands.\n';
  return [`virtfleet: there is no command ${JSON.stringify(name)}.`, hint && ` ${hint}`, `\n\n${known}`].join(
    '',
  );
}

function groupOf(name: string) {
  if (name === 'run') return running;
  return WITHOUT_PLAYBOOK.has(name) ? inspecting : playbooks;
}
