import { randomBytes } from 'node:crypto';
import { quote } from '../plan/quote.ts';
import type { Secret } from './secret.ts';

/** The user of the shell: the login user, or root through sudo. */
export interface Become {
  become: boolean;
  /** The answer to the prompt of sudo. Without it a prompt is a failure. */
  becomePassword?: Secret;
}

/** A command that starts the shell, and the texts that identify its first output. */
export interface Login {
  command: string;
  /** Begins the line that the shell prints on stdout and stderr when it starts. */
  greeting: string;
  /** The password prompt of sudo. */
  prompt: string;
}

/**
 * The command for the user's login shell. It contains nothing that csh or fish treats specially.
 * The greeting is part of the command, so that it costs no round trip. Administration programs are in sbin,
 * which is not in the path of a login without a terminal.
 */
export function loginCommand({ become, becomePassword }: Become): Login {
  const token = randomBytes(8).toString('hex');
  const greeting = `virtfleet ${token} `;
  const prompt = `sudo ${token} password:`;
  const start = [
    'LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin',
    'export LC_ALL PATH',
    `echo "${greeting}0"`,
    `echo "${greeting}0" >&2`,
    'exec sh',
  ].join('; ');
  const sudo = becomePassword ? ['sudo', '-H', '-S', '-p', prompt] : ['sudo', '-H', '-n'];
  const argv = [...(become ? ['env', 'LC_ALL=C', ...sudo] : []), 'sh', '-c', start];
  return { command: `exec ${quote(argv)}`, greeting, prompt };
}
