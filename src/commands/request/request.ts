import { dirname, join } from 'node:path';
import { hiddenTexts } from '../../hidden-texts.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { RunRequest } from '../../run-request.ts';
import { Secret } from '../../transport/secret.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import { FORKS, type HOST_OPTIONS, type PLAYBOOK_OPTIONS } from '../declaration/shared-options.ts';
import { limitSetsOf } from '../resuming/host-sets.ts';
import { connectionDefaults } from './connection-defaults.ts';
import { forcesHandlers, gathersByDefault, inventorySources, rolesPath } from './default-inventory.ts';
import { extraVars } from './extra-vars.ts';
import { hostList, snapshotAt } from './snapshot.ts';
import { unlockVault } from './vault.ts';

/** The request that these options make. Asks for the passwords that `-k` and `-K` announce. */
export async function requestOf(
  playbooks: readonly string[],
  options: Values<typeof PLAYBOOK_OPTIONS> &
    Partial<Values<typeof HOST_OPTIONS>> & {
      forceHandlers?: boolean;
      history?: string | undefined;
      startAtTask?: string | undefined;
      snapshot?: string | undefined;
    },
  io: Io,
): Promise<RunRequest> {
  const limitSets = await limitSetsOf(options.limit, { ...options, playbooks }, io);
  await unlockVault(options, io);
  const { sources, warnings } = inventorySources(options.inventory, io.local);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const usual = connectionDefaults(io.local);
  if (usual.warnings.length > 0 && options.forks !== undefined) io.err(formatWarnings(usual.warnings, io));
  const snapshot = await snapshotAt(options.snapshot, io.local);
  const contacts = options.forks !== undefined && snapshot === undefined;
  const login = options.askPass ? await secret('-k', 'SSH password: ', io) : undefined;
  const password =
    options.askBecomePass || (usual.asksBecomePassword && contacts)
      ? await secret('-K', 'sudo password: ', io)
      : undefined;
  const { user = usual.user, privateKey: privateKeyFile = usual.privateKeyFile } = options;
  return {
    selection: {
      playbooks,
      inventory: sources.length === 0 && snapshot ? [hostList(snapshot)] : sources,
      limit: options.limit,
      limitSets,
      tags: options.tags,
      skipTags: options.skipTags,
      startAtTask: options.startAtTask,
      extraVars: extraVars(options.extraVars),
      rolesPath: rolesPath(io.local),
      groupNames: usual.groupNames,
      gathers: gathersByDefault(io.local),
      forcesHandlers: options.forceHandlers || forcesHandlers(io.local),
      templateFolders: [
        ...new Set([...playbooks.flatMap(templateFoldersOf), 'templates']),
        join(io.home, 'templates'),
      ],
    },
    connection: {
      become: options.become || usual.become,
      becomePassword: password,
      login: {
        ...(user !== undefined && { user }),
        ...(privateKeyFile !== undefined && { privateKeyFile }),
        ...(login && { password: login }),
        ...(usual.becomeMethod && { becomeMethod: usual.becomeMethod }),
      },
      forks: options.forks || (usual.forks ?? FORKS),
      acceptNew: options.acceptNew ?? false,
      connectTimeout: options.connectTimeout ?? 10,
      local: io.local,
      snapshot,
      notice: (host, text) => io.err(`${host}: ${text}\n`),
    },
    mode: 'check',
    partial: false,
    owner: io.owner,
  };
}

/** Rejects with the signal's reason on Ctrl-C. */
async function secret(option: string, prompt: string, io: Io): Promise<Secret> {
  const answer = await io.askPassword(prompt);
  io.signal.throwIfAborted();
  if (answer === undefined) throw new UsageError(`${option} needs a password, and none was given.`);
  hiddenTexts.hide(answer);
  return new Secret(answer);
}

/** A project keeps its templates next to the playbook, or next to the folder of playbooks. */
function templateFoldersOf(playbook: string): string[] {
  return [join(dirname(playbook), 'templates'), join(dirname(playbook), '..', 'templates')];
}
