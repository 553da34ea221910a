import type { Place, Problem } from '../problem.ts';
import type { Variable } from '../template/interpolation/variable.ts';

/** Variables by name, after precedence; their expressions are not resolved yet. */
export type Variables = Readonly<Record<string, Variable>>;

/** A host as an inventory describes it. */
export interface Host {
  name: string;
  /** All groups it is in, directly or through their children, by name, without `all`. */
  groups: readonly string[];
  /** What the inventory, `group_vars` and `host_vars` give it, and the magic variables (MAGIC). */
  variables: Variables;
  /** Everything that is written for it, also what is hidden by another of its name: the weakest first. */
  written(): Iterable<readonly [string, Variable]>;
  /** Where it was first named; absent for hosts of the command line. */
  place?: Place;
}

export interface Group {
  name: string;
  /** The hosts named in the group itself. */
  hosts: readonly string[];
  children: readonly string[];
  /** All hosts, those of its children included, in the order in which Ansible runs them. */
  allHosts: readonly string[];
}

/** Several sources merged into one; `all` and `ungrouped` are always there. */
export interface Inventory {
  /** In the order in which they were first named. */
  hosts: ReadonlyMap<string, Host>;
  groups: ReadonlyMap<string, Group>;
  /** The controller, for patterns that name it although no source does. */
  localhost: Host;
  /** The inventory in which hosts have joined groups while a run went on. */
  regrouped(joinings: readonly Joining[]): Inventory;
  /** The inventory with further hosts, and with what is said of those that it has. */
  withHosts(added: readonly AddedHost[]): Inventory;
}

/** A host that a task adds. */
export interface AddedHost {
  name: string;
  groups: readonly string[];
  variables: Readonly<Record<string, unknown>>;
}

/** A host that joins a group, be it a new one below `parents`. */
export interface Joining {
  host: string;
  group: string;
  parents: readonly string[];
}

/** How to connect to a host, made by `connectionOf`. */
export type Connection = LocalConnection | SshConnection;

interface Session {
  /** Absent if the inventory does not set it. Then the play or the task decides. */
  become?: boolean;
  /** What makes a shell of root; absent for sudo, which is the usual one. */
  becomeMethod?: 'doas' | 'run0' | 'sudo';
  /** The answer to its prompt; absent if the inventory does not set it. */
  becomePassword?: string;
  libvirtUri: string;
}

/** The controller. */
interface LocalConnection extends Session {
  kind: 'local';
}

export interface SshConnection extends Session {
  kind: 'ssh';
  /** A name or an address; the alias that `~/.ssh/config` knows it by. */
  address: string;
  /** 1 to 65535; absent leaves it to `~/.ssh/config`, as for the user and the key. */
  port?: number;
  user?: string;
  /** A path on the controller; a leading `~/` is already replaced. */
  privateKeyFile?: string;
  /** Of the login, for when no key is accepted. */
  password?: string;
  /** Options for ssh, one argument each. */
  sshArgs: readonly string[];
  transport: 'ssh2' | 'openssh';
}

/** What was found while reading. Problems stop the run, warnings do not. */
export interface Findings {
  problems: Problem[];
  warnings: Problem[];
}
