import type { Place, Problem } from '../problem.ts';
import type { Variable } from '../template/interpolation/variable.ts';
import { expandHosts, RangeFault } from './expand.ts';
import type { AddedHost, Findings, Joining } from './host.ts';
import { hostNameFault, nameFault } from './host-name.ts';
import { writtenValue } from './variable-at.ts';

/** A group while sources are read. */
export interface GroupBuilder {
  name: string;
  hosts: Set<string>;
  children: Set<string>;
  variables: Map<string, Variable>;
  /** `ansible_group_priority`. */
  priority: number;
}

/** A host while sources are read. */
export interface HostBuilder {
  name: string;
  variables: Map<string, Variable>;
  /** The file that named it first. */
  file?: string;
  place?: Place;
}

/**
 * What becomes of characters in the names of groups that a variable cannot have.
 * Source: TRANSFORM_INVALID_GROUP_CHARS in "Ansible Configuration Settings".
 */
export type GroupNames = 'never' | 'ignore' | 'always' | 'silently';

/** Where a source names something: for messages, and for `inventory_file`. */
export interface Said {
  file?: string;
  place?: Place;
}

/** A name that a variable can have. Source: `to_safe_group_name` of Ansible 2.14. */
export function safeGroupName(written: string): string {
  return written.replaceAll(/^[^\p{L}_]|[^\p{L}\p{N}_]/gu, '_');
}

/** Everything that the sources contain so far. All sources write into one builder, so that they merge. */
export class Builder implements Findings {
  readonly hosts = new Map<string, HostBuilder>();
  readonly groups = new Map<string, GroupBuilder>();
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  /** Files of folders that are not read because of how their names end. */
  readonly passedOver: string[] = [];

  readonly #groupNames: GroupNames;

  constructor(groupNames: GroupNames = 'never') {
    this.#groupNames = groupNames;
    this.group('all');
    this.group('ungrouped');
  }

  /** Another builder with the same hosts and groups, of which nothing was found. */
  copy(): Builder {
    const copy = new Builder();
    for (const [name, host] of this.hosts) copy.hosts.set(name, host);
    for (const [name, group] of this.groups)
      copy.groups.set(name, { ...group, hosts: new Set(group.hosts), children: new Set(group.children) });
    return copy;
  }

  /** Puts a host into a group; a new one is below `parents`. A host that is not there joins nothing. */
  join({ host, group: name, parents }: Joining): void {
    if (!this.hosts.has(host)) return;
    for (const parent of parents) this.group(parent)?.children.add(name);
    this.group(name)?.hosts.add(host);
  }

  /** Adds a host, or to what is known of it. */
  add({ name, groups, variables }: AddedHost): void {
    const known = this.#host(name, {}, undefined);
    const own = new Map(known.variables);
    for (const [key, value] of Object.entries(variables)) own.set(key, { value, settled: true });
    this.hosts.set(name, { ...known, variables: own });
    for (const group of ['all', ...groups]) this.group(group)?.hosts.add(name);
  }

  /** A group's name as Ansible makes it a variable's, where it is told to. */
  groupName(written: string): string {
    const isKept = this.#groupNames === 'never' || this.#groupNames === 'ignore';
    return isKept ? written : safeGroupName(written);
  }

  /** The group of this name, created if new; undefined if the name is not valid. */
  group(written: string, said: Said = {}): GroupBuilder | undefined {
    const name = this.groupName(written);
    const known = this.groups.get(name);
    if (known) return known;
    if (!this.#isName(name, 'group', said)) return undefined;
    const group = {
      name,
      hosts: new Set<string>(),
      children: new Set<string>(),
      variables: new Map(),
      priority: 1,
    };
    this.groups.set(name, group);
    return group;
  }

  /** Puts the hosts that a pattern names into a group, and returns them. */
  addHosts(pattern: string, group: GroupBuilder, said: Said): HostBuilder[] {
    const { names, port } = this.#expand(pattern, said);
    if (names.length === 0 && pattern.includes(':')) this.#noHosts(pattern, said);
    return names.flatMap((name) => this.addHost(name, group, said, port) ?? []);
  }

  /** Puts one host into a group; undefined if the name is not valid. */
  addHost(name: string, group: GroupBuilder, said: Said, port?: number): HostBuilder | undefined {
    if (!this.hosts.has(name) && !this.#isName(name, 'host', said)) return undefined;
    group.hosts.add(name);
    return this.#host(name, said, port);
  }

  /** Makes one group the child of another, unless this would close a circle. */
  addChild(parent: GroupBuilder, child: GroupBuilder, said: Said): void {
    // Every group is below `all` in the end.
    if (child.name === 'all' || this.#reaches(child, parent)) {
      this.problems.push({
        code: 'group-cycle',
        summary: 'A group is its own ancestor',
        detail: `${child.name} already contains ${parent.name}, so it cannot be its child.`,
        ...(said.place && { place: said.place }),
        hint: 'Remove one of the two from the children of the other.',
      });
      return;
    }
    parent.children.add(child.name);
  }

  setGroupVariable(group: GroupBuilder, name: string, variable: Variable): void {
    if (name !== 'ansible_group_priority') {
      group.variables.set(name, variable);
      return;
    }
    const priority = Number(writtenValue(variable));
    if (Number.isSafeInteger(priority)) group.priority = priority;
    else
      this.problems.push({
        code: 'bad-group-priority',
        summary: 'A priority is not a number',
        detail: 'ansible_group_priority is a whole number; groups with a higher one win.',
        ...(variable.place && { place: variable.place }),
      });
  }

  #host(name: string, { file, place }: Said, port: number | undefined): HostBuilder {
    const known = this.hosts.get(name);
    if (known) return known;
    const variables = new Map<string, Variable>();
    if (port !== undefined) variables.set('ansible_port', { value: port, ...(place && { place }) });
    const host = { name, variables, ...(file !== undefined && { file }), ...(place && { place }) };
    this.hosts.set(name, host);
    return host;
  }

  #noHosts(pattern: string, { place }: Said): void {
    if (this.problems.some((problem) => problem.place === place)) return;
    this.warnings.push({
      code: 'empty-range',
      summary: 'A range names no hosts',
      detail: `\`${pattern}\` goes down, and names no host in Ansible either.`,
      ...(place && { place }),
      hint: 'Write the smaller end first.',
    });
  }

  #expand(pattern: string, { place }: Said): { names: string[]; port?: number } {
    try {
      return expandHosts(pattern);
    } catch (error) {
      if (!(error instanceof RangeFault)) throw error;
      this.problems.push({
        code: 'bad-host-range',
        summary: 'A range of hosts cannot be read',
        detail: error.message,
        ...(place && { place }),
        hint: 'Ranges are written [01:20], [a:f] or, with a step, [0:10:2].',
      });
      return { names: [] };
    }
  }

  #isName(name: string, kind: 'host' | 'group', { place }: Said): boolean {
    const detail = kind === 'host' ? hostNameFault(name) : nameFault(name);
    if (detail === undefined) return true;
    const summary =
      kind === 'host' ? 'This cannot be the name of a host' : 'This cannot be the name of a group';
    this.problems.push({ code: `bad-${kind}-name`, summary, detail, ...(place && { place }) });
    return false;
  }

  /** Whether `to` is `from` or below it. */
  #reaches(from: GroupBuilder, to: GroupBuilder): boolean {
    const seen = new Set([from.name]);
    // A set may grow during the loop.
    for (const name of seen) for (const child of this.groups.get(name)?.children ?? []) seen.add(child);
    return seen.has(to.name);
  }
}
