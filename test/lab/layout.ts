import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Where everything of one lab is: its files below the state folder, its namespaces and its control group. */
export interface Layout {
  state: string;
  /** Tells this lab from another checkout's. */
  id: string;
  inventory: string;
  knownHosts: string;
  /** The private key every user of every host accepts. */
  key: string;
  sshConfig: string;
  /** Network namespace of the operator's machine; those of the hosts begin with it. */
  operator: string;
  hosts: string;
}

export interface HostLayout {
  folder: string;
  /** The host's own layer over its base; what is written on its disk ends up here. */
  upper: string;
  namespace: string;
  /** Name of the control group below the lab's. */
  group: string;
}

/** The layout for a state folder, which need not exist. Its real path names the lab. */
export function layoutOf(folder: string): Layout {
  const state = realPath(resolve(folder));
  const id = createHash('sha256').update(state).digest('hex').slice(0, 8);
  return {
    state,
    id,
    inventory: join(state, 'inventory.yaml'),
    knownHosts: join(state, 'known_hosts'),
    key: join(state, 'key'),
    sshConfig: join(state, 'ssh_config'),
    operator: `virtfleet-${id}`,
    hosts: join(state, 'hosts'),
  };
}

export function hostLayout(layout: Layout, name: string): HostLayout {
  const folder = join(layout.hosts, name);
  return {
    folder,
    upper: join(folder, 'upper'),
    namespace: `${layout.operator}-${name}`,
    group: `host-${name}`,
  };
}

/** Base images are made once per machine and shared by all checkouts. */
export function baseCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'virtfleet', 'lab');
}

/** The path `ip netns` binds a namespace to. */
export const namespaceFile = (namespace: string) => join('/run/netns', namespace);

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}
