import type { Path } from '../../template/interpolation/data.ts';
import { isMap, sortOf } from '../../template/values.ts';
import type { YamlFile } from '../../yaml/yaml.ts';
import type { Builder, GroupBuilder } from '../inventory-builder.ts';
import { variableAt } from '../variable-at.ts';

/** Whether data is what `ansible-inventory --list` and inventory programs print. */
export function isListing(value: unknown): boolean {
  return isMap(value) && isMap(value._meta);
}

/**
 * Reads what an inventory program prints: groups with lists of `hosts` and `children`, and `_meta.hostvars`.
 * Without `_meta.hostvars` it returns the hosts whose variables the program prints on request.
 * Source: Ansible's developer guide, "Developing dynamic inventory"; the `script` plugin of 2.14.
 */
export function readListing(yaml: YamlFile, file: string, builder: Builder): string[] {
  builder.problems.push(...yaml.problems);
  const top = yaml.value;
  if (top === undefined) return [];
  if (!isMap(top)) {
    refuse(`It is ${sortOf(top)}, not a map of groups.`, []);
    return [];
  }
  const named = new Set<string>();
  const groups = Object.entries(top).filter(([name]) => name !== '_meta');
  for (const [name, body] of groups) readGroup(name, body);
  if (!isMap(top._meta) || !('hostvars' in top._meta)) return [...named];
  const hostvars = isMap(top._meta.hostvars) ? top._meta.hostvars : {};
  for (const [name, variables] of Object.entries(hostvars))
    readHostVariables(yaml, ['_meta', 'hostvars', name], [name, variables], builder);
  return [];

  function readGroup(name: string, body: unknown): void {
    const group = builder.group(name, { file, place: yaml.placeOfKey([name]) });
    if (!group) return;
    if (Array.isArray(body)) readHosts(group, body, [name]);
    else if (!isMap(body)) refuse(`The group ${name} is ${sortOf(body)}, not a map.`, [name]);
    else {
      readHosts(group, body.hosts ?? [], [name, 'hosts']);
      const variables = isMap(body.vars) ? body.vars : {};
      for (const [key, value] of Object.entries(variables))
        builder.setGroupVariable(group, key, variableAt(yaml, [name, 'vars', key], value));
      for (const [child, place] of names(body.children ?? [], [name, 'children'])) {
        const below = builder.group(child, { file, place });
        if (below) builder.addChild(group, below, { file, place });
      }
    }
  }

  function readHosts(group: GroupBuilder, list: unknown, path: Path): void {
    for (const [name, place] of names(list, path)) {
      named.add(name);
      builder.addHost(name, group, { file, place });
    }
  }

  function names(list: unknown, path: Path) {
    if (Array.isArray(list) && list.every((name) => typeof name === 'string'))
      return list.map((name: string, index) => [name, yaml.placeOf([...path, index])] as const);
    refuse(`\`${path.join('.')}\` is ${sortOf(list)}, not a list of names.`, path);
    return [];
  }

  function refuse(detail: string, path: Path): void {
    const place = yaml.placeOf(path);
    builder.problems.push({ code: 'bad-inventory', summary: 'An inventory cannot be read', detail, place });
  }
}

/** Variables of a host, which stand at `path` of what a program printed. */
export function readHostVariables(
  yaml: YamlFile,
  path: Path,
  [name, variables]: readonly [name: string, variables: unknown],
  builder: Builder,
): void {
  const host = builder.hosts.get(name);
  if (!host || !isMap(variables)) return;
  for (const [key, value] of Object.entries(variables))
    host.variables.set(key, variableAt(yaml, [...path, key], value));
}
