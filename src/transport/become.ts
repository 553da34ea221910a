import type { Secret } from './secret.ts';

export const BECOME_METHODS = ['sudo', 'doas', 'run0'] as const;
export type BecomeMethod = (typeof BECOME_METHODS)[number];

/** The user of the shell: the login user, or root. */
export interface Become {
  become: boolean;
  /** The program that starts a shell as root; sudo if absent. */
  becomeMethod?: BecomeMethod;
  /** The answer to its prompt. Without it a prompt is a failure. */
  becomePassword?: Secret;
}

/** Begins the line that names the login user, where somebody has a terminal to ask on. */
export const LOGIN_USER = 'virtfleet-user';

/** How a program starts another one as root. */
export interface BecomeProgram {
  /** Its words where it must not ask. */
  silent: readonly string[];
  /** Its words where it may ask for the password, if possible with this prompt. None of them needs quotes. */
  asking: (prompt: string) => readonly string[];
  /** Whether it asks on the terminal only, and not on stdin and stderr. */
  terminal: boolean;
  /** Its prompts in what it prints. */
  prompts: (prompt: string) => RegExp;
  /** What to answer where it asks something else, by all that it has printed. */
  choice?: (said: string) => string | undefined;
}

/** sudo(8): `-H` sets the home, `-S` reads the password from stdin. */
const sudo = {
  silent: ['sudo', '-H', '-n'],
  asking: (prompt) => ['sudo', '-H', '-S', '-p', prompt],
  terminal: false,
  prompts: (prompt) => new RegExp(prompt, 'g'),
} satisfies BecomeProgram;

/** doas(1) reads the password with readpassphrase(3), which takes it from the terminal. */
const doas = {
  silent: ['doas', '-n'],
  asking: () => ['doas'],
  terminal: true,
  prompts: () => /doas \([^)\n]*\) password: |^Password: /gm,
} satisfies BecomeProgram;

/**
 * run0(1) asks polkit, which asks on the terminal by an agent. Its shell is no child of the session: it is told by
 * which address the operator came.
 */
const run0 = {
  silent: ['run0', '--no-ask-password', '--setenv=SSH_CONNECTION'],
  asking: () => ['run0', '--setenv=SSH_CONNECTION'],
  terminal: true,
  prompts: () => /^Password: /gm,
  choice: identityOf,
} satisfies BecomeProgram;

/** Where several users may, polkit asks which of them it is: the number of the login user in its list. */
function identityOf(said: string): string | undefined {
  if (!/Choose identity to authenticate as \(1-\d+\): $/.test(said)) return undefined;
  const [, user] = new RegExp(`^\\[${LOGIN_USER}\\] (.*)$`, 'm').exec(said) ?? [];
  const all = [...said.matchAll(/^ *(\d+)\. +(\S+)/gm)];
  return all.find(([, , name]) => name === user)?.[1];
}

export const PROGRAMS: Readonly<Record<BecomeMethod, BecomeProgram>> = { sudo, doas, run0 };
