import { connectionOf } from './inventory/connection.ts';
import type { Connection, Inventory } from './inventory/host.ts';
import type { Problem } from './problem.ts';
import type { Variable } from './template/variable.ts';
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

export interface ReachOptions {
  /** Values of `-e`, which win over the inventory. */
  extraVars: Readonly<Record<string, Variable>>;
  becomePassword: Secret | undefined;
}

/** How each of these hosts is reached, with everything wrong in their connection variables. */
export function reach(
  names: readonly string[],
  inventory: Inventory,
  { extraVars, becomePassword }: ReachOptions,
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
      target: { ...targetOf(name, connection), ...password },
      ...(connection.become !== undefined && { become: connection.become }),
    });
  }
  return { hosts, problems };
}

function targetOf(name: string, connection: Connection): Omit<Target, 'become'> {
  if (connection.kind === 'local') return { name, connection: 'local' };
  const { address, port, user, privateKeyFile, sshArgs, transport } = connection;
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
