import { byName, collected, ranges } from '../report/fold.ts';
import { definitionOf } from './definition.ts';
import type { Groups } from './groups.ts';
import { guestPlays } from './guest-plays.ts';
import { hostPattern } from './host-pattern.ts';
import { looped } from './looped.ts';
import { Names } from './names.ts';
import { type Placement, place } from './placement.ts';
import type { AdoptedPlay, AdoptedTask, AdoptedVariable, Project } from './play.ts';
import type { Kind, Resource } from './resources.ts';
import { isValues, type Value, type Values } from './value.ts';

/** What people call what a module describes: one of them, and all of them as the name of a play. */
const WORDS: Readonly<Record<Kind, readonly [one: string, all: string]>> = {
  bridge: ['Bridge', 'Host bridges'],
  network: ['Network', 'Networks'],
  dnsmasq: ['dnsmasq', 'dnsmasq'],
  guest_interface: ['Interfaces of guests', 'Interfaces of guests'],
};

/** The order of the plays: networks may lie on bridges, and guests on both. */
const KINDS = ['bridge', 'network', 'dnsmasq', 'guest_interface'] as const;

/**
 * A project that describes these resources, the same for the same resources. `asked` is the pattern of the hosts, `taken`
 * are names of variables that mean something else there.
 */
export function projectOf(
  resources: readonly Resource[],
  groups: Groups,
  asked: string,
  taken: Iterable<string> = [],
): Project {
  const names = new Names(taken);
  const groupVars = new Map<string, AdoptedVariable[]>();
  const hostVars = new Map<string, AdoptedVariable[]>();
  const plays = KINDS.flatMap((kind) => {
    if (kind === 'guest_interface') return guestPlays(resources, groups, asked, { names, hostVars });
    const own = resources.filter((one) => one.kind === kind).toSorted(inOrder(groups));
    const tasks = collected(own, ({ name, args }) => JSON.stringify([name, shapeOf(args)])).map((same) => ({
      task: taskOf(same, { names, groups, groupVars, hostVars }),
      users: new Set(same.map(({ host }) => host)),
    }));
    return collected(tasks, ({ users }) => [...users].join(' '))
      .toSorted(([one], [other]) => other.users.size - one.users.size)
      .map((together) => playOf(kind, together, groups, asked));
  });
  return { plays, groupVars, hostVars };
}

function inOrder({ hosts }: Groups) {
  return (one: Resource, other: Resource) =>
    byName(one.name, other.name) || hosts.indexOf(one.host) - hosts.indexOf(other.host);
}

/** What makes two networks of a name two kinds of network, and not one with other values. */
function shapeOf({ forward, ip }: Values): Value {
  const entries = ip === undefined ? [] : Array.isArray(ip) ? ip : [ip];
  const families = entries.map((entry) => {
    const address = isValues(entry) ? entry.address : entry;
    return typeof address === 'string' && address.includes(':');
  });
  return [isValues(forward) ? (forward.mode ?? 'nat') : (forward ?? 'none'), families];
}

interface Written {
  names: Names;
  groups: Groups;
  groupVars: Map<string, AdoptedVariable[]>;
  hostVars: Map<string, AdoptedVariable[]>;
}

function taskOf(
  same: readonly [Resource, ...Resource[]],
  { names, groups, groupVars, hostVars }: Written,
): AdoptedTask {
  const [{ kind, name, module = kind }] = same;
  const of = `${WORDS[kind][0]} ${name}`;
  const byHost = new Map(same.map(({ host, args }) => [host, args]));
  const { args, variables } = definitionOf(spoken(kind, name), byHost, names);
  for (const variable of variables) {
    const placement = place(variable, new Set(byHost.keys()), groups);
    for (const [group, value] of placement.groups)
      add(groupVars, group, { of, name: variable.name, value, ...exceptions(group, placement) });
    for (const host of groups.hosts)
      if (placement.hosts.has(host))
        add(hostVars, host, { of, name: variable.name, value: placement.hosts.get(host) ?? '' });
  }
  return { name: of, module, args, ...(same.some(({ restarts }) => restarts) && { notify: RESTART.name }) };
}

/** Who has another value than the group of all of them. */
function exceptions(group: string, { base, groups, hosts }: Placement): { comment?: string } {
  if (group !== base) return {};
  const others = [...groups.keys()].filter((other) => other !== base).toSorted(byName);
  const all = [...others, ...ranges([...hosts.keys()])];
  return all.length > 0 ? { comment: `except ${all.join(', ')}` } : {};
}

function playOf(
  kind: Kind,
  together: readonly [Described, ...Described[]],
  groups: Groups,
  asked: string,
): AdoptedPlay {
  const [{ users }] = together;
  const hosts = hostPattern(users, groups, asked);
  const all = WORDS[kind][1];
  const name = users.size === groups.hosts.length ? all : `${all} of ${[hosts].flat().join(', ')}`;
  const tasks = looped(together.map(({ task }) => task));
  return { name, hosts, tasks, ...(tasks.some(({ notify }) => notify) && { handlers: [RESTART] }) };
}

interface Described {
  task: AdoptedTask;
  users: ReadonlySet<string>;
}

/** A file counts once its dnsmasq has read it. */
const RESTART: AdoptedTask = {
  name: 'Restart dnsmasq',
  module: 'service',
  args: { name: 'dnsmasq', state: 'restarted' },
};

/** What the names of variables begin with: `dnsmasq_lab` of a file `/etc/dnsmasq.d/lab.conf`. */
function spoken(kind: Kind, name: string): string {
  return kind === 'dnsmasq' ? `dnsmasq ${name.replace(/^.*\//, '').replace(/\.conf$/, '')}` : name;
}

function add(all: Map<string, AdoptedVariable[]>, name: string, variable: AdoptedVariable): void {
  all.set(name, [...(all.get(name) ?? []), variable]);
}
