import { connectionOf } from './inventory/connection.ts';
import type { Connection, Inventory } from './inventory/host.ts';
import type { Problem } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import type { Secret } from './transport/secret.ts';
import type { Target } from './transport/target.ts';

/** A host with all that is needed to contact it; whether as root, each task says where the inventory does not. */
export interface Reached {
  name: string;
  target: Omit<Target, 'become'>;
  /** `ansible_become`, which wins over `-b` and over what plays and tasks say. */
  become?: boolean;
  libvirtUri: string;
}

/** `-u`, `--private-key` and `-k`: as in Ansible the inventory's variables win over them. */
export interface LoginDefaults {
  user?: string;
  privateKeyFile?: string;
  /** Of the SSH login, for when no key is accepted. */
  password?: Secret;
}

export interface ReachOptions {
  /** Values of `-e`, which win over the inventory. */
  extraVars: Readonly<Record<string, Variable>>;
  becomePassword: Secret | undefined;
  login?: LoginDefaults;
}

/** How each of these hosts is reached, with everything wrong in their connection variables. */
export function reach(
  names: readonly string[],
  inventory: Inventory,
  { extraVars, becomePassword, login = {} }: ReachOptions,
) {
  const hosts: Reached[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    const variables = (inventory.hosts.get(name) ?? inventory.localhost).variables;
    const result = connectionOf(name, { ...variables, ...extraVars });
    problems.push(...result.problems);
    if (!('connection' in result)) continue;
    const { connection } = result;
    const password = becomePassword && { becomePassword };
    hosts.push({
      name,
      libvirtUri: connection.libvirtUri,
      target: { ...targetOf(name, connection, login), ...password },
      ...(connection.become !== undefined && { become: connection.become }),
    });
  }
  return { hosts, problems };
}

function targetOf(name: string, connection: Connection, login: LoginDefaults): Omit<Target, 'become'> {
  if (connection.kind === 'local') return { name, connection: 'local' };
  const { address, port, sshArgs, transport } = connection;
  const { user = login.user, privateKeyFile = login.privateKeyFile } = connection;
  return {
    name,
    connection: 'ssh',
    transport,
    address,
    sshArgs,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(privateKeyFile !== undefined && { identityFile: privateKeyFile }),
  };
}
