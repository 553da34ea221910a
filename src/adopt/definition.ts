import type { Names } from './names.ts';
import { subnetsIn, withSubnets } from './subnet-addresses.ts';
import { unify } from './unify.ts';
import {
  Expression,
  keyOf,
  literal,
  replaceAddresses,
  type SubnetAddress,
  type Value,
  type Values,
} from './value.ts';

/** One definition of what several hosts have. */
export interface Definition {
  args: Values;
  variables: readonly Variable[];
}

/** A value that is not the same on all hosts; on some there may be none. */
export interface Variable {
  name: string;
  /** By host. */
  values: ReadonlyMap<string, Value>;
}

/**
 * One definition of a resource that every host has with its own values. Addresses of a subnet that differs from host to
 * host are written by their numbers in it, so that of a host only its subnet has to be said. `resource` is what the
 * names of the variables begin with.
 */
export function definitionOf(
  resource: string,
  byHost: ReadonlyMap<string, Values>,
  names: Names,
): Definition {
  const subnets = differingSubnets(resource, byHost, names);
  const used = new Set<Variable>();
  const written = ({ subnet, number, address, suffix }: SubnetAddress) => {
    const variable = subnets[subnet];
    if (!variable) return `${address}${suffix}`;
    used.add(variable);
    return new Expression(`{{ host(${variable.name}, ${number}) }}${suffix}`);
  };
  const numbered = new Map(
    [...byHost].map(([host, args]) => {
      const own = subnetsIn(args).map((subnet, index) => (subnets[index] ? subnet : undefined));
      return [host, withSubnets(args, own)];
    }),
  );
  const variables: Variable[] = [];
  const args = unify(numbered, (difference) => {
    const name = names.ofDifference(resource, difference);
    const known = [...difference.values].flatMap(([host, value]) =>
      value === undefined ? [] : [[host, value] as const],
    );
    variables.push({ name, values: asShared(new Map(known), written) });
    const isOptional = known.length < difference.values.size;
    return new Expression(isOptional ? `{{ ${name} | default(omit) }}` : `{{ ${name} }}`);
  });
  const whole = replaceAddresses(args, written) as Values;
  return {
    args: whole,
    variables: [...subnets.flatMap((one) => (one && used.has(one) ? [one] : [])), ...variables],
  };
}

/** A variable for each subnet that is not the same on all hosts. */
function differingSubnets(
  resource: string,
  byHost: ReadonlyMap<string, Values>,
  names: Names,
): (Variable | undefined)[] {
  const subnets = [...byHost].map(([host, args]) => [host, subnetsIn(args)] as const);
  const count = Math.max(...subnets.map(([, own]) => own.length));
  return [...Array(count).keys()].map((index) => {
    const values = subnets.flatMap(([host, own]) => (own[index] ? [[host, own[index].text] as const] : []));
    const isSame = new Set(values.map(([, text]) => text)).size < 2;
    if (isSame || values.length < byHost.size) return undefined;
    const name = names.of([resource, 'subnet', ...(index > 0 ? [index + 1] : [])].join('_'));
    return { name, values: new Map(values) };
  });
}

/** What several hosts have by the same numbers is written by them; what is of one host alone as it is. */
function asShared(
  values: ReadonlyMap<string, Value>,
  written: (address: SubnetAddress) => Value,
): ReadonlyMap<string, Value> {
  const keys = [...values.values()].map(keyOf);
  return new Map(
    [...values].map(([host, value]) => {
      const isShared = keys.filter((key) => key === keyOf(value)).length > 1;
      return [host, isShared ? replaceAddresses(value, written) : literal(value)];
    }),
  );
}
