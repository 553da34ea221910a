import { homedir } from 'node:os';
import { type Place, type Problem, ProblemError } from '../problem.ts';
import { createScope, type Scope } from '../template/interpolation/scope.ts';
import {
  address,
  flag,
  libvirtUri,
  oneOf,
  password,
  port,
  type Reading,
  root,
  sshOptions,
  text,
} from './connection-values.ts';
import type { Connection, SshConnection, Variables } from './host.ts';

/** A connection, or why there is none. */
export type ConnectionResult = { connection: Connection; problems: [] } | { problems: Problem[] };

/**
 * How to connect to a host, from its variables: those of the inventory, with those that a play or the command line
 * puts over them. Their expressions are resolved in `scope` (default: these variables only).
 */
export function connectionOf(
  name: string,
  variables: Variables,
  scope: Scope = createScope(variables),
): ConnectionResult {
  const reader = new Reader(name, variables, scope);
  const kind = reader.read(KIND, oneOf(KINDS, 'ssh'));
  const become = reader.read(BECOME, flag);
  if (become !== false) reader.read(['ansible_become_user'], root);
  const becomeMethod = become === false ? undefined : reader.read(BECOME_METHOD, oneOf(METHODS, 'sudo'));
  const becomePassword = become === false ? undefined : reader.read(BECOME_PASSWORD, password);
  const session = {
    libvirtUri: reader.read(LIBVIRT, libvirtUri) ?? 'qemu:///system',
    ...(become !== undefined && { become }),
    ...(becomeMethod !== undefined && { becomeMethod }),
    ...(becomePassword !== undefined && { becomePassword }),
  };
  const connection: Connection =
    kind === 'local' ? { kind, ...session } : { kind: 'ssh', ...sshPart(name, reader), ...session };
  const { problems } = reader;
  return problems.length > 0 ? { problems } : { connection, problems: [] };
}

/** Whether as root, where the variables of a host say so. Asks for nothing else. */
export function becomeOf(name: string, variables: Variables, scope: Scope): boolean | undefined {
  return new Reader(name, variables, scope).read(BECOME, flag);
}

const BECOME: readonly string[] = ['ansible_become'];

/** Source: the options of the plugins `sudo` and `ssh` of Ansible 2.14. */
export const BECOME_PASSWORD: readonly string[] = [
  'ansible_become_password',
  'ansible_become_pass',
  'ansible_sudo_pass',
];
const BECOME_METHOD = ['ansible_become_method'];
const LOGIN_PASSWORD = ['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'];
const KIND = ['ansible_connection'];
const ADDRESS = ['ansible_host', 'ansible_ssh_host'];
const PORT = ['ansible_port', 'ansible_ssh_port'];
const USER = ['ansible_user', 'ansible_ssh_user'];
const KEY = ['ansible_ssh_private_key_file', 'ansible_private_key_file'];
const TRANSPORT = ['virtfleet_transport'];
const LIBVIRT = ['libvirt_uri'];
const SSH_ARGUMENTS = ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'];

/** The names of each variable that says how a host is reached, whether as root aside. */
export const CONNECTION_VARIABLES: readonly (readonly string[])[] = [
  ...[KIND, ADDRESS, PORT, USER, KEY, LOGIN_PASSWORD, BECOME_METHOD, BECOME_PASSWORD, TRANSPORT, LIBVIRT],
  ...SSH_ARGUMENTS.map((name) => [name]),
];

/** Variables that are passwords. */
export const PASSWORDS: ReadonlySet<string> = new Set([...BECOME_PASSWORD, ...LOGIN_PASSWORD]);

/** What Ansible calls them; `smart` chose between two clients of the same protocol. */
const KINDS = {
  local: 'local',
  ssh: 'ssh',
  smart: 'ssh',
  paramiko: 'ssh',
  paramiko_ssh: 'ssh',
  'ansible.builtin.local': 'local',
  'ansible.builtin.ssh': 'ssh',
} as const;

/** What Ansible calls them: sudo is a plugin of its own, the others are of community.general. */
const METHODS = {
  sudo: 'sudo',
  doas: 'doas',
  run0: 'run0',
  'ansible.builtin.sudo': 'sudo',
  'community.general.doas': 'doas',
  'community.general.run0': 'run0',
} as const;

function sshPart(
  name: string,
  reader: Reader,
): Omit<SshConnection, 'kind' | 'become' | 'becomePassword' | 'libvirtUri'> {
  const portNumber = reader.read(PORT, port);
  const user = reader.read(USER, text);
  const key = reader.read(KEY, text);
  const login = reader.read(LOGIN_PASSWORD, password);
  const transport = reader.read(TRANSPORT, oneOf({ ssh2: 'ssh2', openssh: 'openssh' }, 'ssh2'));
  return {
    address: reader.read(ADDRESS, address) ?? name,
    ...(portNumber !== undefined && { port: portNumber }),
    ...(user !== undefined && { user }),
    ...(key !== undefined && { privateKeyFile: key.replace(/^~(?=\/|$)/, homedir()) }),
    ...(login !== undefined && { password: login }),
    sshArgs: SSH_ARGUMENTS.flatMap((option) => reader.read([option], sshOptions) ?? []),
    transport: transport ?? 'ssh2',
  };
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #host: string;
  readonly #variables: Variables;
  readonly #scope: Scope;

  constructor(host: string, variables: Variables, scope: Scope) {
    this.#host = host;
    this.#variables = variables;
    this.#scope = scope;
  }

  /** The value of the first of these variables that is there; undefined when none is, or when it is refused. */
  read<T>(names: readonly string[], reading: Reading<T>): T | undefined {
    this.#scope.note(names);
    const name = names.find((one) => Object.hasOwn(this.#variables, one));
    const variable = name === undefined ? undefined : this.#variables[name];
    if (name === undefined || !variable) return undefined;
    const settled = this.#settle(name);
    if (!settled) return undefined;
    const result = reading(settled.value);
    if ('value' in result) return result.value;
    this.#refuse(`${name} ${result.fault}.`, variable.place, result.hint);
    return undefined;
  }

  #settle(name: string): { value: unknown } | undefined {
    try {
      return { value: this.#scope.get([name])[name] };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problems.push(...error.problems.map((problem) => ({ ...problem, hosts: [this.#host] })));
      return undefined;
    }
  }

  #refuse(detail: string, place: Place | undefined, hint: string | undefined): void {
    this.problems.push({
      code: 'bad-connection-variable',
      summary: 'A connection variable cannot be used',
      detail,
      ...(place && { place }),
      ...(hint && { hint }),
      hosts: [this.#host],
    });
  }
}
