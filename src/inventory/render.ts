import { STARS } from '../plan/task-record.ts';
import { isMap } from '../template/values.ts';
import { PASSWORDS } from './connection.ts';
import type { Group, Host, Inventory } from './host.ts';
import { MAGIC } from './magic.ts';
import { writtenValue } from './variable-at.ts';

/** What `virtfleet inventory --list` prints: the shape of `ansible-inventory --list`. Values are as written. */
export function inventoryList({ hosts, groups }: Inventory): Record<string, unknown> {
  const written = [...groups.values()].map((group) => [group.name, groupEntry(group)] as const);
  const hostvars = [...hosts.values()].map((host) => [host.name, hostVariables(host)] as const);
  return {
    _meta: { hostvars: Object.fromEntries(hostvars.filter(([, variables]) => !isEmpty(variables))) },
    ...Object.fromEntries(written.filter(([, entry]) => !isEmpty(entry))),
  };
}

/** What `--host NAME` prints: the host's variables without the magic ones, and stars for passwords. */
export function hostVariables({ variables }: Host): Record<string, unknown> {
  const own = Object.entries(variables).filter(([name]) => !MAGIC.has(name));
  return Object.fromEntries(
    own.map(([name, variable]) => [name, PASSWORDS.has(name) ? STARS : writtenValue(variable)]),
  );
}

/** What `--graph` prints: the tree of groups and hosts below `group`, drawn as Ansible draws it. */
export function inventoryGraph({ groups }: Inventory, group = 'all'): string {
  return branch(groups, group, 0).join('\n');
}

/** JSON as `ansible-inventory` prints it: keys sorted, four blanks a level. */
export function inventoryJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => sorted(inner), 4);
}

function sorted(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function groupEntry({ name, hosts, children }: Group): Record<string, unknown> {
  return {
    // The hosts of `all` are those of its children.
    ...(name !== 'all' && hosts.length > 0 && { hosts }),
    ...(children.length > 0 && { children }),
  };
}

function branch(groups: Inventory['groups'], name: string, depth: number): string[] {
  const { hosts = [], children = [] } = groups.get(name) ?? {};
  const below = children.flatMap((child) => branch(groups, child, depth + 1));
  const predictions = name === 'all' ? [] : hosts.map((host) => line(host, depth + 1));
  return [line(`@${name}:`, depth), ...below, ...predictions];
}

function line(text: string, depth: number): string {
  return depth === 0 ? text : `${'  |'.repeat(depth)}--${text}`;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
