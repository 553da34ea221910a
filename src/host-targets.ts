import { isDeepStrictEqual } from 'node:util';
import { hiddenTexts } from './hidden-texts.ts';
import { type ConnectionResult, connectionOf } from './inventory/connection.ts';
import type { Connection, Inventory } from './inventory/host.ts';
import { onWay, type Way } from './inventory/way.ts';
import type { Problem } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import type { BecomeMethod } from './transport/become.ts';
import { Secret } from './transport/secret.ts';
import type { Target } from './transport/target.ts';

/** A host with everything that is needed to contact it. If the inventory does not say whether as root, each task does. */
export interface HostTarget {
  name: string;
  target: Omit<Target, 'become'>;
  /** `ansible_become`, which overrides `-b`, plays and tasks. */
  become?: boolean;
  libvirtUri: string;
}

/** `-u`, `--private-key` and `-k`. As in Ansible, the inventory's variables override them. */
export interface LoginDefaults {
  user?: string;
  privateKeyFile?: string;
  /** Of the SSH login, for when no key is accepted. */
  password?: Secret;
  /** What becomes root. */
  becomeMethod?: BecomeMethod;
}

export interface HostTargetOptions {
  /** Values of `-e`, which override the inventory. */
  extraVars: Readonly<Record<string, Variable>>;
  becomePassword: Secret | undefined;
  login?: LoginDefaults;
  /** What the plays of a host say of how it is reached; undefined stands for one that says nothing. */
  waysTo?(name: string): readonly (Way | undefined)[];
}

/** How to connect to each of these hosts, with all problems of their connection variables. */
export function hostTargets(
  names: readonly string[],
  inventory: Inventory,
  { extraVars, becomePassword, login = {}, waysTo = () => [] }: HostTargetOptions,
) {
  const hosts: HostTarget[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    const variables = (inventory.hosts.get(name) ?? inventory.localhost).variables;
    const over = (way?: Way) => ({
      way,
      result: withMethod(connectionOf(name, { ...onWay(variables, way), ...extraVars }), login),
    });
    const [{ way, result } = over(), ...others] = waysTo(name).map(over);
    const other = others.find((one) => !isDeepStrictEqual(one.result, result));
    problems.push(...result.problems, ...(other ? [twoWays(name, [way, other.way])] : []));
    if (!('connection' in result)) continue;
    const { connection } = result;
    const { becomePassword: own, becomeMethod } = connection;
    const password = own === undefined ? becomePassword : secret(own);
    hosts.push({
      name,
      libvirtUri: connection.libvirtUri,
      target: {
        ...targetOf(name, connection, login),
        ...(becomeMethod !== 'sudo' && becomeMethod && { becomeMethod }),
        ...(password && { becomePassword: password }),
      },
      ...(connection.become !== undefined && { become: connection.become }),
    });
  }
  return { hosts, problems };
}

/** sudo said and nothing said are the same way. */
function withMethod(result: ConnectionResult, { becomeMethod = 'sudo' }: LoginDefaults): ConnectionResult {
  return 'connection' in result ? { ...result, connection: { becomeMethod, ...result.connection } } : result;
}

function twoWays(name: string, ways: readonly (Way | undefined)[]): Problem {
  const [said, ...others] = ways.filter((way) => way !== undefined).toReversed();
  return {
    code: 'two-ways',
    summary: 'The plays do not agree on how a host is reached',
    detail: `A run has one connection to each host; what play "${said?.play}" says is not what ${
      others[0] ? `play "${others[0].play}" says` : 'the other plays say'
    }.`,
    ...(said && { place: said.place }),
    hint: 'Say it on all plays of the host or in the inventory, delegate tasks to localhost with delegate_to, or make two runs of it.',
    hosts: [name],
  };
}

function targetOf(name: string, connection: Connection, login: LoginDefaults): Omit<Target, 'become'> {
  if (connection.kind === 'local') return { name, connection: 'local' };
  const { address, port, sshArgs, transport, password } = connection;
  const { user = login.user, privateKeyFile = login.privateKeyFile } = connection;
  return {
    name,
    connection: 'ssh',
    transport,
    address,
    sshArgs,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: secret(password) }),
    ...(privateKeyFile !== undefined && { identityFile: privateKeyFile }),
  };
}

/** A password of the inventory, which from here on no output may have. */
function secret(text: string): Secret {
  hiddenTexts.hide(text);
  return new Secret(text);
}
