import type { GroupNames } from '../../inventory/inventory-builder.ts';
import type { Problem } from '../../problem.ts';
import { BECOME_METHODS, type BecomeMethod } from '../../transport/become.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';
import { ansibleConfig, paths } from './ansible-config.ts';

/** How hosts are reached where neither the command line nor the inventory says. */
export interface ConnectionDefaults {
  user?: string;
  privateKeyFile?: string;
  forks?: number;
  become: boolean;
  asksBecomePassword: boolean;
  becomeMethod?: BecomeMethod;
  groupNames?: GroupNames;
  warnings: readonly Problem[];
}

const GROUP_NAMES: readonly string[] = ['never', 'ignore', 'always', 'silently'] satisfies GroupNames[];

/**
 * What environment variables and the first ansible.cfg say of connections; the former win.
 * Source: "Ansible Configuration Settings" of Ansible 2.14.
 */
export function connectionDefaults(local: Local, folder = '.'): ConnectionDefaults {
  const { settings, folder: own } = ansibleConfig(local, folder);
  const { env } = local;
  const setting = (variable: string, name: string) => env[variable] || settings[name];
  const user = setting('ANSIBLE_REMOTE_USER', 'remote_user');
  const key = env.ANSIBLE_PRIVATE_KEY_FILE
    ? paths(env.ANSIBLE_PRIVATE_KEY_FILE, '\0', folder, local)[0]
    : paths(settings.private_key_file ?? '', '\0', own, local)[0];
  const forks = Number(setting('ANSIBLE_FORKS', 'forks'));
  const names = setting('ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS', 'force_valid_group_names');
  const flag = (variable: string, name: string) => isYes(setting(variable, `privilege_escalation.${name}`));
  const keys = setting('ANSIBLE_HOST_KEY_CHECKING', 'host_key_checking');
  const method = setting('ANSIBLE_BECOME_METHOD', 'privilege_escalation.become_method');
  const becomeMethod = BECOME_METHODS.find((one) => one === method?.replace(/^.*\./, ''));
  const root = setting('ANSIBLE_BECOME_USER', 'privilege_escalation.become_user');
  return {
    ...(user !== undefined && { user }),
    ...(key !== undefined && { privateKeyFile: key }),
    ...(Number.isInteger(forks) && forks > 0 && { forks }),
    ...(names !== undefined && GROUP_NAMES.includes(names) && { groupNames: names as GroupNames }),
    become: flag('ANSIBLE_BECOME', 'become'),
    ...(becomeMethod && { becomeMethod }),
    asksBecomePassword: flag('ANSIBLE_BECOME_ASK_PASS', 'become_ask_pass'),
    warnings: [
      ...(keys !== undefined && !isYes(keys) ? [UNCHECKED] : []),
      ...(method !== undefined && !becomeMethod
        ? [notFollowed('become_method', method, 'root by sudo')]
        : []),
      ...(root !== undefined && root !== 'root' ? [notFollowed('become_user', root, 'root')] : []),
    ],
  };
}

/** Whether a text of ansible.cfg or of an environment variable says yes. */
export function isYes(text: string | undefined): boolean {
  return /^(?:y|yes|on|1|true|t)$/i.test(text ?? '');
}

/** Without it, anybody on the way to a host could take its place, and would get what the host is sent. */
const UNCHECKED: Problem = {
  code: 'host-key-checking',
  summary: 'host_key_checking = False is not followed',
  detail: 'A host whose key nobody checks may be any host, and would get all files and passwords of a run.',
  hint: 'For hosts that no known_hosts file has, add --accept-new once: it writes their keys down.',
};

function notFollowed(name: string, value: string, instead: string): Problem {
  return {
    code: 'setting-not-followed',
    summary: 'A setting of Ansible is not followed',
    detail: `${name} is ${value}; tasks with become run as ${instead}.`,
  };
}
