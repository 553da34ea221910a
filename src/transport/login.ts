import { randomBytes } from 'node:crypto';
import { quote } from '../plan/quote.ts';
import type { Secret } from './secret.ts';

/** Who the shell is: the login user, or root by way of sudo. */
export interface Become {
  become: boolean;
  /** What sudo is told when it asks; without it a sudo that asks is a failure. */
  becomePassword?: Secret;
}

/** A command that starts the shell, and the texts by which its first output is recognised. */
export interface Login {
  command: string;
  /** Begins the line that the shell prints on stdout and stderr once it is there. */
  greeting: string;
  /** What sudo asks for the password with. */
  prompt: string;
}

/**
 * The command for the user's login shell, whichever it is: nothing in it is special to csh or fish.
 * The greeting travels in the command, so that it costs no round trip. Programs of administrators are in sbin,
 * which the path of a login without terminal lacks.
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
