import { randomBytes } from 'node:crypto';
import { quote } from '../plan/quote.ts';
import { type Become, type BecomeProgram, LOGIN_USER, PROGRAMS } from './become.ts';

/** A command that starts the shell, and the texts that identify its first output. */
export interface Login {
  command: string;
  /** Begins the line that the shell prints on stdout and stderr when it starts. */
  greeting: string;
  /** Finds each password prompt. */
  prompt: RegExp;
  /** The lines of stdin up to an empty one are typed on the terminal where a prompt may be. */
  feeds: boolean;
  /** What to type where something else is asked than the password. */
  choice?: ((said: string) => string | undefined) | undefined;
}

const GREETING = 'virtfleet-shell';

/**
 * What the shell begins with. It is always the same, so that a rule of sudoers(5) can name it. The greeting is put
 * together, so that a login shell which prints the command (`set -x`) does not print it. Administration programs are
 * in sbin, which is not in the path of a login without a terminal.
 */
const START = [
  'LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin',
  'export LC_ALL PATH',
  `set -- ${GREETING} 0`,
  'echo "[$1] $2"',
  'echo "[$1] $2" >&2',
  'exec sh',
].join('; ');

/** What is run as root, by words. */
export const ROOT_SHELL: readonly string[] = ['/bin/sh', '-c', START];

/**
 * Runs `$C` with a terminal that it can ask on, while its stdin, stdout and stderr stay those of the session: script(1)
 * makes one, and hands on what is read and written there. Up to an empty line stdin is typed on it: read(1) takes no
 * more than a line. What reads it ends with the program.
 */
const WITH_TERMINAL = [
  'exec 3<&0 4>&1 5>&2',
  `[ ! "$F" ] || echo "[${LOGIN_USER}] $(id -un)" >&5`,
  'typed() { while IFS= read -r word <&3 && [ "$word" ]; do printf %s "$word"; echo; done; }',
  'if [ "$F" ]; then typed; fi | { script -qefc "$C" /dev/null >&5; kill 0; }',
].join('; ');

/**
 * The command for the user's login shell. It contains nothing that csh or fish treats specially: no quote within a
 * quote, no backslash, no newline. A restricted bash refuses `exec` and a path as a command. `terminal` is for a host
 * whose sudo wants one.
 */
export function loginCommand(who: Become, terminal = false): Login {
  const { becomeMethod = 'sudo', becomePassword } = who;
  const ownPrompt = `sudo-${randomBytes(8).toString('hex')}:`;
  const program: BecomeProgram = PROGRAMS[becomeMethod];
  const greeting = `[${GREETING}] `;
  const prompt = program.prompts(ownPrompt);
  if (!who.become) return { command: quote(['sh', '-c', START]), greeting, prompt, feeds: false };
  const words = becomePassword ? program.asking(ownPrompt) : program.silent;
  const feeds = becomePassword !== undefined && program.terminal;
  if (!feeds && !terminal)
    return { command: quote(['env', 'LC_ALL=C', ...words, ...ROOT_SHELL]), greeting, prompt, feeds };
  const variables = [
    'LC_ALL=C',
    'SHELL=/bin/sh',
    `S=${START}`,
    `C=${words.join(' ')} /bin/sh -c "$S" <&3 >&4 2>&5`,
    `F=${feeds ? 'yes' : ''}`,
  ];
  const command = quote(['env', ...variables, 'sh', '-c', WITH_TERMINAL]);
  return { command, greeting, prompt, feeds, choice: program.choice };
}
