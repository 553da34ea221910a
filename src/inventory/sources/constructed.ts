import { type Problem, ProblemError } from '../../problem.ts';
import { compileCondition } from '../../template/interpolation/condition.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import { compileText } from '../../template/interpolation/text.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import { isMap } from '../../template/values.ts';
import type { YamlFile } from '../../yaml/yaml.ts';
import { type Builder, type HostBuilder, safeGroupName } from '../inventory-builder.ts';
import { completeTree } from '../tree.ts';
import { groupNamesOf } from './keyed-groups.ts';

const NAMES = ['constructed', 'ansible.builtin.constructed'];
const KEYS = [
  'plugin',
  'strict',
  'compose',
  'groups',
  'keyed_groups',
  'leading_separator',
  'use_vars_plugins',
  'use_extra_vars',
];

export function isConstructed(value: unknown): value is Record<string, unknown> {
  return isMap(value) && NAMES.includes(String(value.plugin));
}

/**
 * Gives the hosts of the sources before this one further variables and groups, by expressions.
 * Source: the `constructed` inventory plugin of Ansible 2.14, whose expressions see no `group_vars` nor `host_vars`.
 */
export function readConstructed(yaml: YamlFile, file: string, builder: Builder): void {
  const config = yaml.value;
  if (!isConstructed(config)) return;
  builder.problems.push(...yaml.problems);
  for (const key of Object.keys(config).filter((one) => !KEYS.includes(one)))
    builder.warnings.push({
      code: 'unknown-plugin-key',
      summary: 'A key of the constructed plugin has no effect',
      detail: `\`${key}\` is not known; the plugin has ${KEYS.join(', ')}.`,
      place: yaml.placeOfKey([key]),
    });
  const isStrict = config.strict === true;
  const scopes = scopesOf(builder);
  const said = (path: readonly (string | number)[]) => ({ file, place: yaml.placeOf(path) });
  for (const host of builder.hosts.values()) {
    const attempt = <T>(work: () => T): T | undefined => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (isStrict) builder.problems.push(...error.problems.map((one) => withHost(one, host.name)));
        return undefined;
      }
    };
    const base = scopes(host);
    for (const [name, text] of entriesOf(config.compose)) {
      const value = attempt(() => ({ value: composed(text, base, yaml.placeOf(['compose', name])) }));
      if (value) host.variables.set(name, { ...value, settled: true });
    }
    const scope = base.child(Object.fromEntries(host.variables));
    for (const [name, text] of entriesOf(config.groups)) {
      const place = yaml.placeOf(['groups', name]);
      if (attempt(() => scope.evaluate(compileCondition(String(text), place))))
        join(name, host, said(['groups', name]));
    }
    const keyed = Array.isArray(config.keyed_groups) ? config.keyed_groups : [];
    for (const [index, one] of keyed.entries()) {
      if (!isMap(one)) continue;
      const place = yaml.placeOf(['keyed_groups', index]);
      const key = attempt(() => ({ value: composed(one.key, scope, place) }));
      if (!key) continue;
      for (const name of groupNamesOf(key.value, one, config.leading_separator !== false)) {
        join(name, host, { file, place });
        if (one.parent_group) {
          const parent = attempt(() => String(scope.evaluate(compileText(String(one.parent_group), place))));
          const [above, group] = [
            parent === undefined ? undefined : builder.group(safeGroupName(parent), { file, place }),
            builder.group(safeGroupName(name)),
          ];
          if (above && group) builder.addChild(above, group, { file, place });
        }
      }
    }
  }

  function join(name: string, host: HostBuilder, where: ReturnType<typeof said>): void {
    const group = builder.group(safeGroupName(name), where);
    if (group) builder.addHost(host.name, group, where);
  }
}

function composed(text: unknown, scope: Scope, place: ReturnType<YamlFile['placeOf']>): unknown {
  return scope.evaluate(compileText(`{{ ${String(text)} }}`, place));
}

function entriesOf(map: unknown): [string, unknown][] {
  return isMap(map) ? Object.entries(map) : [];
}

/** What a host has by now of its groups and itself. */
function scopesOf(builder: Builder): (host: HostBuilder) => Scope {
  // The groups are not complete yet: what has no place must get it later.
  const groups = new Map(
    [...builder.groups].map(([name, group]) => [
      name,
      { ...group, hosts: new Set(group.hosts), children: new Set(group.children) },
    ]),
  );
  const tree = completeTree({ groups, hosts: builder.hosts } as Builder);
  return ({ name, variables }) => {
    const above = tree.above(name);
    const names = above
      .map((group) => group.name)
      .filter((group) => group !== 'all')
      .toSorted();
    const own: Record<string, Variable> = {
      inventory_hostname: { value: name, settled: true },
      inventory_hostname_short: { value: name.split('.')[0], settled: true },
      group_names: { value: names, settled: true },
    };
    return createScope({
      ...Object.fromEntries([...above.flatMap((group) => [...group.variables]), ...variables]),
      ...own,
    });
  };
}

function withHost(problem: Problem, host: string): Problem {
  return { ...problem, hosts: [host] };
}
