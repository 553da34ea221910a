import { join, resolve } from 'node:path';
import type { Variable } from '../template/interpolation/variable.ts';
import type { Findings, Host, Inventory } from './host.ts';
import { Builder, type GroupBuilder, type GroupNames, type HostBuilder } from './inventory-builder.ts';
import { inventoryFindings } from './inventory-findings.ts';
import { magicFor } from './magic.ts';
import { readSource } from './sources/sources.ts';
import { completeTree, type Tree } from './tree.ts';
import { VarsFolder } from './vars-folder.ts';

export interface LoadOptions {
  /** Folders of the playbooks: their `group_vars` and `host_vars` count too, and more than the inventory's. */
  playbookFolders?: readonly string[];
  groupNames?: GroupNames | undefined;
}

export interface LoadedInventory extends Findings {
  /** As far as it could be read. */
  inventory: Inventory;
}

/**
 * Reads and merges the sources of `-i`: files (YAML, INI, JSON), folders of them, programs, and lists of hosts,
 * which have a comma. Never throws for the user's mistakes. Expressions in variables are not evaluated.
 */
export function loadInventory(sources: readonly string[], options: LoadOptions = {}): LoadedInventory {
  const builder = new Builder(options.groupNames);
  const folders = sources.flatMap((source) => readSource(source, builder) ?? []);
  const inventory = assembled(builder, [folders, options.playbookFolders ?? []]);
  builder.warnings.push(...inventoryFindings(builder));
  return { inventory, problems: builder.problems, warnings: builder.warnings };
}

/** The inventory of what sources said, and what lies in folders of variables. */
function assembled(builder: Builder, folders: readonly (readonly string[])[]): Inventory {
  const tree = completeTree(builder);
  const groups = [...builder.groups.values()].map((group) => ({
    name: group.name,
    hosts: [...group.hosts],
    children: [...group.children],
    allHosts: tree.hostsOf(group),
  }));
  const levels = varsFolders(folders, builder);
  const hosts = new Map<string, Host>();
  const magic = magicFor(hosts, groups);
  const resolved = (host: HostBuilder) => resolvedHost(host, tree, levels, magic);
  for (const host of builder.hosts.values()) hosts.set(host.name, resolved(host));
  const localhost = resolved({
    name: 'localhost',
    variables: new Map([['ansible_connection', { value: 'local' }]]),
  });
  return {
    hosts,
    groups: new Map(groups.map((group) => [group.name, group])),
    localhost,
    regrouped: (joinings) => {
      const copy = builder.copy();
      for (const joining of joinings) copy.join(joining);
      return assembled(copy, folders);
    },
    withHosts: (added) => {
      const copy = builder.copy();
      for (const one of added) copy.add(one);
      return assembled(copy, folders);
    },
  };
}

/** The two folders beside one source or playbook. */
interface VarsFolders {
  groupVars: VarsFolder;
  hostVars: VarsFolder;
}

/** A folder that is beside both an inventory and a playbook is read once. */
function varsFolders(levels: readonly (readonly string[])[], builder: Builder): VarsFolders[][] {
  const known = new Map<string, VarsFolders>();
  const foldersOf = (path: string): VarsFolders => {
    const folders = known.get(resolve(path)) ?? {
      groupVars: new VarsFolder(join(path, 'group_vars'), builder),
      hostVars: new VarsFolder(join(path, 'host_vars'), builder),
    };
    known.set(resolve(path), folders);
    return folders;
  };
  return levels.map((paths) => [...new Set(paths.map(foldersOf))]);
}

function resolvedHost(
  host: HostBuilder,
  tree: Tree,
  levels: readonly (readonly VarsFolders[])[],
  magic: ReturnType<typeof magicFor>,
): Host {
  const { name, file, place } = host;
  const above = tree.above(name);
  const groups = above.map((group) => group.name).filter((group) => group !== 'all');
  const names = groups.toSorted();
  // Of several variables of a name the last one wins.
  const all = () => written(host, above, levels);
  const variables = Object.fromEntries([...all(), ...magic(name, names, file)]);
  return { name, groups: names, variables, written: all, ...(place && { place }) };
}

/** What was written for a host, the weakest first. Source: Ansible's "Understanding variable precedence". */
function* written(
  host: HostBuilder,
  above: readonly GroupBuilder[],
  levels: readonly (readonly VarsFolders[])[],
): Iterable<readonly [string, Variable]> {
  const [all, groups] = [above.filter(isAll), above.filter((group) => !isAll(group))];
  for (const group of [...all, ...groups]) yield* group.variables;
  for (const some of [all, groups])
    for (const level of levels)
      for (const { groupVars } of level) for (const group of some) yield* groupVars.variablesOf(group.name);
  yield* host.variables;
  for (const level of levels) for (const { hostVars } of level) yield* hostVars.variablesOf(host.name);
}

function isAll({ name }: GroupBuilder): boolean {
  return name === 'all';
}
