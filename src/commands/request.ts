import { dirname, join } from 'node:path';
import { formatWarnings } from '../report/problems.ts';
import type { RunRequest } from '../run.ts';
import { Secret } from '../transport/secret.ts';
import { count, flag, type Io, list, text, UsageError, words } from './command.ts';
import { inventorySources } from './default-inventory.ts';
import { extraVars } from './extra-vars.ts';

/** Options of every command that reads playbooks. */
export const PLAYBOOK_OPTIONS = {
  inventory: list(
    '-i, --inventory <source>',
    'file, folder or list of hosts with a comma; may be repeated; without it ANSIBLE_INVENTORY, or inventory of ansible.cfg',
  ),
  limit: text('-l, --limit <pattern>', 'only these hosts'),
  tags: words('-t, --tags <tags>', 'only tasks with one of these tags'),
  skipTags: words('--skip-tags <tags>', 'no tasks with one of these tags'),
  extraVars: list('-e, --extra-vars <vars>', 'VAR=VALUE, or @FILE; wins over all other variables'),
};

/** Options of every command that contacts hosts. */
export const HOST_OPTIONS = {
  forks: count('-f, --forks <number>', 'hosts at once', 50),
  become: flag('-b, --become', 'become root by sudo'),
  user: text('-u, --user <user>', 'user to log in as, where the inventory names none'),
  privateKey: text('--private-key <file>', 'key to log in with, where the inventory names none'),
  askPass: flag('-k, --ask-pass', 'ask for the password of the SSH login'),
  askBecomePass: flag('-K, --ask-become-pass', 'ask for the password of sudo'),
  acceptNew: flag('--accept-new', 'trust hosts that no known_hosts file knows'),
  connectTimeout: count('-T, --timeout <seconds>', 'seconds to connect', 10),
};

type Chosen<O> = { readonly [K in keyof O]: O[K] extends { initial: infer T } ? T : never };

/** The request that these options make; asks for the password of sudo when told to. */
export async function requestOf(
  playbooks: readonly string[],
  options: Chosen<typeof PLAYBOOK_OPTIONS> & Partial<Chosen<typeof HOST_OPTIONS>>,
  io: Io,
): Promise<RunRequest> {
  const { sources, warnings } = inventorySources(options.inventory, io.local);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const login = options.askPass ? await secret('-k', 'SSH password: ', io) : undefined;
  const password = options.askBecomePass ? await secret('-K', 'sudo password: ', io) : undefined;
  return {
    playbooks,
    inventory: sources,
    limit: options.limit,
    tags: options.tags,
    skipTags: options.skipTags,
    extraVars: extraVars(options.extraVars),
    become: options.become ?? false,
    becomePassword: password,
    login: {
      ...(options.user !== undefined && { user: options.user }),
      ...(options.privateKey !== undefined && { privateKeyFile: options.privateKey }),
      ...(login && { password: login }),
    },
    templateFolders: [...new Set([...playbooks.flatMap(besideOf), 'templates']), join(io.home, 'templates')],
    mode: 'check',
    partial: false,
    forks: options.forks ?? 1,
    acceptNew: options.acceptNew ?? false,
    connectTimeout: options.connectTimeout ?? 10,
    owner: io.owner,
    local: io.local,
  };
}

/** Rejects with the signal's reason on Ctrl-C. */
async function secret(option: string, prompt: string, io: Io): Promise<Secret> {
  const answer = await io.askPassword(prompt);
  io.signal.throwIfAborted();
  if (answer === undefined) throw new UsageError(`${option} asks for a password, and none was given.`);
  return new Secret(answer);
}

/** A project has its templates beside the playbook, or beside the folder of playbooks. */
function besideOf(playbook: string): string[] {
  return [join(dirname(playbook), 'templates'), join(dirname(playbook), '..', 'templates')];
}
