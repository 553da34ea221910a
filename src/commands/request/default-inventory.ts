import type { Problem } from '../../problem.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';
import { ansibleConfig, paths } from './ansible-config.ts';
import { isYes } from './connection-defaults.ts';
import { programWarnings } from './project-programs.ts';

/** Where hosts come from. `warnings` list skipped files, and programs that run. */
export interface Sources {
  sources: readonly string[];
  warnings: readonly Problem[];
}

/**
 * The sources of `-i`. Without it, those of ANSIBLE_INVENTORY or of the first ansible.cfg, as in Ansible.
 * Source: Ansible's "Ansible Configuration Settings", DEFAULT_HOST_LIST.
 */
export function inventorySources(given: readonly string[], local: Local, folder = '.'): Sources {
  if (given.length > 0) return { sources: given, warnings: [] };
  const { env } = local;
  if (env.ANSIBLE_INVENTORY)
    return { sources: paths(env.ANSIBLE_INVENTORY, ',', folder, local), warnings: [] };
  const config = ansibleConfig(local, folder);
  const sources = paths(config.settings.inventory ?? '', ',', config.folder, local);
  const programs = programWarnings(config, sources, { name: 'inventory', option: '-i', started: folder });
  return { sources, warnings: [...config.warnings, ...programs] };
}

/**
 * The folders of ANSIBLE_ROLES_PATH or of `roles_path` in the first ansible.cfg; undefined where neither says.
 * Source: Ansible's "Ansible Configuration Settings", DEFAULT_ROLES_PATH.
 */
export function rolesPath(local: Local, folder = '.'): readonly string[] | undefined {
  const { env } = local;
  if (env.ANSIBLE_ROLES_PATH) return paths(env.ANSIBLE_ROLES_PATH, ':', folder, local);
  const { settings, folder: own } = ansibleConfig(local, folder);
  return settings.roles_path === undefined ? undefined : paths(settings.roles_path, ':', own, local);
}

/** Whether plays gather facts by themselves: unless ANSIBLE_GATHERING or ansible.cfg has `gathering = explicit`. */
export function gathersByDefault(local: Local, folder = '.'): boolean {
  return (local.env.ANSIBLE_GATHERING ?? ansibleConfig(local, folder).settings.gathering) !== 'explicit';
}

/** Whether hosts that fail run their handlers: ANSIBLE_FORCE_HANDLERS, or `force_handlers` in ansible.cfg. */
export function forcesHandlers(local: Local, folder = '.'): boolean {
  return isYes(local.env.ANSIBLE_FORCE_HANDLERS ?? ansibleConfig(local, folder).settings.force_handlers);
}
