import { isMap, type YAMLMap } from 'yaml';
import * as z from 'zod';
import { acceptNetwork } from '../../src/accept/accept-network.ts';
import type { Scope } from '../../src/accept/scope.ts';
import { Source, spotOf } from '../../src/accept/source.ts';
import type { Value } from '../../src/adopt/value.ts';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { networkElements } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';

/** What became of the files, and what the host got of its own beside them. */
export interface Accepted {
  task: string;
  variables: string;
  overrides: Record<string, Value>;
  shared: Record<string, string>;
  refusals: string[];
}

/**
 * Accepts a network, as XML, into arguments of a task. `variables` is a file of the host alone, `isOwn` says that the
 * task is; `values` is what the expressions of the arguments come to, `secret` a text that nobody may see.
 */
export function accepted(
  args: string,
  xml: string,
  {
    variables = '',
    isOwn = true,
    values = {},
    secret,
    taken = [],
  }: {
    variables?: string;
    isOwn?: boolean;
    values?: object;
    secret?: string;
    taken?: readonly string[];
  } = {},
): Accepted {
  const [task, own] = [new Source('site.yaml', args), new Source('host_vars/hv01.yaml', variables)];
  const map = task.document.contents;
  if (!isMap(map)) throw new Error('arguments are a map');
  const [overrides, shared, refusals]: [Record<string, Value>, Record<string, string>, string[]] = [
    {},
    {},
    [],
  ];
  const scope: Scope = {
    isOwn,
    variable: (name) => {
      const root = own.document.contents;
      const spot = isMap(root) ? spotOf(own, root as unknown as YAMLMap, name) : undefined;
      return spot && { spot, isOwn: true };
    },
    override: (name, value) => {
      overrides[name] = value;
    },
    share: (name, text) => {
      shared[name] = text;
    },
    name: (path) => ['lab', ...path].join('_'),
    isSecret: (value) => secret !== undefined && JSON.stringify(value).includes(secret),
    takes: (path) =>
      taken.some((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`)),
    refuse: (reason) => refusals.push(reason),
  };
  const written = JSON.parse(JSON.stringify(task.document.toJS()), (_, each) =>
    typeof each === 'string' && each in values ? values[each as keyof typeof values] : each,
  );
  const { name = 'lab', ...elements } = written as { name?: string };
  const desired: Network = { name, ...z.strictObject(networkElements).parse(elements) };
  acceptNetwork(
    { source: task, map: map as unknown as YAMLMap },
    { desired, actual: parseNetwork(xml) },
    scope,
  );
  return { task: task.edited, variables: own.edited, overrides, shared, refusals };
}
