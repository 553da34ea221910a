import { byName, collected } from '../report/fold.ts';
import type { Groups } from './groups.ts';
import { hostPattern } from './host-pattern.ts';
import type { Names } from './names.ts';
import type { AdoptedPlay, AdoptedVariable } from './play.ts';
import type { Resource } from './resources.ts';
import { Expression, type Values } from './value.ts';

const TITLE = 'Interfaces of guests';

/**
 * A play for all interfaces of guests: they are of each host alone, and stand in a list of its variables. Throws
 * nothing; without interfaces there is no play.
 */
export function guestPlays(
  resources: readonly Resource[],
  groups: Groups,
  asked: string,
  { names, hostVars }: { names: Names; hostVars: Map<string, AdoptedVariable[]> },
): AdoptedPlay[] {
  const own = resources.filter(({ kind }) => kind === 'guest_interface');
  if (own.length === 0) return [];
  const variable = names.of('guest_interfaces');
  for (const same of collected(own, ({ host }) => host)) {
    const [{ host }] = same;
    const value = same.toSorted((one, other) => byName(one.name, other.name)).map(({ args }) => args);
    hostVars.set(host, [...(hostVars.get(host) ?? []), { of: TITLE, name: variable, value }]);
  }
  const keys = KEYS.filter((key) => own.some(({ args }) => args[key] !== undefined));
  const args: Values = Object.fromEntries(
    keys.map((key) => {
      const isEverywhere = own.every((one) => one.args[key] !== undefined);
      return [key, new Expression(isEverywhere ? `{{ item.${key} }}` : `{{ item.${key} | default(omit) }}`)];
    }),
  );
  const users = new Set(own.map(({ host }) => host));
  const task = {
    name: TITLE,
    module: 'guest_interface' as const,
    args,
    loop: new Expression(`{{ ${variable} }}`),
  };
  return [{ name: TITLE, hosts: hostPattern(users, groups, asked), tasks: [task] }];
}

/** The arguments, in the order in which they are documented. */
const KEYS = ['guest', 'mac', 'network', 'portgroup', 'bridge', 'model', 'vlan', 'link_state'];
