import { dirname, resolve } from 'node:path';
import { ProblemError } from '../problem.ts';
import { PendingError } from '../template/interpolation/pending.ts';
import { createScope } from '../template/interpolation/scope.ts';
import type { Variable } from '../template/interpolation/variable.ts';
import { OMIT_NAME } from '../template/omit.ts';
import type { Group, Inventory, Variables } from './host.ts';

/** Names that every host has and that nothing can replace. */
export const MAGIC: ReadonlySet<string> = new Set([
  'inventory_hostname',
  'inventory_hostname_short',
  'inventory_file',
  'inventory_dir',
  'group_names',
  'groups',
  'hostvars',
  OMIT_NAME,
]);

/** Gives each host its magic variables. Values that all hosts share are computed once. */
export function magicFor(allHosts: Inventory['hosts'], allGroups: readonly Group[]) {
  const groups = settled(() => Object.fromEntries(allGroups.map((group) => [group.name, group.allHosts])));
  const hostvars = settled(() => hostvarsOf(allHosts));
  return (name: string, groupNames: readonly string[], file: string | undefined): [string, Variable][] => [
    ['inventory_hostname', settled(() => name)],
    ['inventory_hostname_short', settled(() => name.split('.')[0])],
    ['group_names', settled(() => groupNames)],
    ...(file === undefined ? [] : fileVariables(resolve(file))),
    ['groups', groups],
    ['hostvars', hostvars],
  ];
}

function fileVariables(path: string): [string, Variable][] {
  return [
    ['inventory_file', settled(() => path)],
    ['inventory_dir', settled(() => dirname(path))],
  ];
}

/**
 * The variables of every host by its name. A variable that cannot be resolved
 * is left out: only a reader of that variable gets the error.
 */
function hostvarsOf(hosts: Inventory['hosts']): Record<string, unknown> {
  return Object.fromEntries([...hosts].map(([name, { variables }]) => [name, settledOf(variables)]));
}

function settledOf(variables: Variables): Record<string, unknown> {
  // Without `hostvars` itself, which would never end.
  const own = Object.entries(variables).filter(([name]) => name !== 'hostvars');
  const scope = createScope(Object.fromEntries(own));
  return Object.fromEntries(
    own.flatMap(([name]) => {
      try {
        return Object.entries(scope.get([name]));
      } catch (error) {
        if (error instanceof ProblemError || error instanceof PendingError) return [];
        throw error;
      }
    }),
  );
}

/** A variable that is computed when an expression first asks for it. */
function settled(compute: () => unknown): Variable {
  let known: { value: unknown } | undefined;
  return {
    settled: true,
    get value() {
      known ??= { value: compute() };
      return known.value;
    },
  };
}
