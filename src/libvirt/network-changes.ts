import { type Change, type Impact, leaves, NO_IMPACT } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import {
  type Attached,
  attachedTo,
  leavesPlugged,
  linkImpact,
  type Plugged,
  plug,
  portsOf,
  stopImpact,
} from './attached.ts';
import { canonical } from './canonical.ts';
import { define } from './define.ts';
import { definitionChanges } from './definition-changes.ts';
import type { Difference } from './difference.ts';
import { liveOf } from './live.ts';
import type { Network } from './network.ts';
import { type NetworkState, networkAt } from './network-state.ts';
import { describeNetwork } from './network-words.ts';
import { plugBack } from './plug-back.ts';
import { serializeNetwork } from './serialize.ts';
import { type Stamp, stamped } from './stamp.ts';
import type { Removals } from './unwritten.ts';
import type { Version } from './version.ts';

/** A network as a task wants it. */
export interface WantedNetwork {
  name: string;
  state: 'active' | 'inactive' | 'absent';
  /** Absent: on for a network that is active, otherwise as it is. */
  autostart?: boolean;
  definition: Network;
  /** What goes of what it does not write. */
  removals?: Removals;
  /** Who keeps it, where that shall be written into it. */
  stamp?: Stamp;
  /** When a change is made that needs the network to be stopped and started; absent: now. */
  apply?: 'now' | 'next-start';
}

/** What the plan of a network rests on. */
export interface SeenNetwork extends Plugged {
  network: NetworkState;
  version: Version;
}

type Existing = NetworkState & { exists: true };

/** The way to a network as it is wanted. */
export interface NetworkPlan {
  /** In order; each leaves the network as it is after it. */
  changes: Change[];
  /** Entries that stay although they were not written. */
  kept: Difference[];
  /** In what the network that runs stays as it was until it is started again. */
  waiting: readonly Difference[];
  /** What a restart brings about that the task does not say, in the words of `differingCopies`. */
  beside: readonly string[];
  next: NetworkState;
}

export function planNetwork(wanted: WantedNetwork, { network, version, ...seen }: SeenNetwork): NetworkPlan {
  const { name } = wanted;
  const attached = attachedTo(name, network, seen);
  const plugged = { guests: seen.guests, ports: seen.ports };
  if (wanted.state === 'absent') {
    const changes = network.exists ? [removal(name, network, attached, plugged)] : [];
    return { changes, kept: [], waiting: [], beside: [], next: { exists: false } };
  }
  if (!network.exists) {
    const { change, next } = creation(wanted, version);
    const changes = [change, ...plugBack(name, next, plugged)];
    return { changes, kept: [], waiting: [], beside: [], next };
  }
  const defined = definitionChanges(wanted, { network, attached, plugged, version });
  const settled = stateChanges(wanted, { network, version }, defined, attached);
  const loose = plugBack(name, settled.next, settled.plugged);
  const { kept, waiting, beside } = defined;
  const changes = [...defined.changes, ...settled.changes, ...loose];
  return { changes, kept, waiting, beside, next: settled.next };
}

function creation(
  { name, state, autostart = state === 'active', stamp, ...wanted }: WantedNetwork,
  version: Version,
): { change: Change; next: Existing } {
  const definition = stamped(wanted.definition, stamp);
  const stored = canonical(definition);
  const active = state === 'active';
  const defined = define(definition, version);
  const calls = [
    defined,
    ...(autostart ? [virsh('net-autostart', name)] : []),
    ...(active ? [virsh('net-start', name)] : []),
  ];
  const next: Existing = {
    exists: true,
    active,
    autostart,
    persistent: stored,
    ...(active && { live: liveOf(stored) }),
  };
  const change: Change = {
    what: `network ${name}`,
    before: null,
    after: [describeNetwork(definition), active ? 'active' : 'inactive', autostart && 'autostart']
      .filter(Boolean)
      .join(', '),
    diff: { label: `network ${name}`, before: '', after: serializeNetwork(stored) },
    impact: NO_IMPACT,
    steps: [
      {
        do: 'virsh-set',
        commands: calls.map(({ argv }) => argv),
        stdin: defined.stdin,
        rollback: {
          commands: [virsh('net-destroy', name).argv, virsh('net-undefine', name).argv],
          done: 'The network is removed again: it is not there, as before.',
        },
      },
    ],
    leaves: [leaves(networkAt(name), next)],
  };
  return { change, next };
}

/** What differs from host to host and says nothing about a change. */
function withoutOwn({ uuid: _, mac: __, ...definition }: Network): Network {
  return definition;
}

/** The change that takes a network off a host. */
export function removal(
  name: string,
  { active, persistent, live }: Existing,
  attached: Attached,
  plugged: Plugged,
): Change {
  const steps: Step[] = [];
  if (active) steps.push(virsh('net-destroy', name));
  if (persistent) steps.push(virsh('net-undefine', name));
  const definition = persistent ?? live;
  return {
    what: `network ${name}`,
    before: definition ? describeNetwork(definition) : 'present',
    after: null,
    ...(definition && {
      diff: { label: `network ${name}`, before: serializeNetwork(withoutOwn(definition)), after: '' },
    }),
    impact: removalImpact(attached),
    steps,
    leaves: [leaves(networkAt(name), { exists: false }), ...leavesPlugged(unplugged(attached, plugged))],
  };
}

/** Guests on a bridge of the host keep their link, but cannot start again. */
function removalImpact(attached: Attached): Impact {
  const keeps = attached.bridge === undefined && attached.running.length > 0;
  return linkImpact(
    attached,
    `the network is removed${keeps ? '; its guests keep their link until they stop' : ''}`,
  );
}

/** What is plugged in once the own bridge of a network is gone. */
export function unplugged(attached: Attached, plugged: Plugged): Plugged {
  return plug(plugged, portsOf(attached, plugged), undefined);
}

function stateChanges(
  wanted: WantedNetwork,
  { network: actual, version }: { network: Existing; version: Version },
  defined: { next: Existing; plugged: Plugged },
  attached: Attached,
): { changes: Change[]; next: Existing; plugged: Plugged } {
  const { name } = wanted;
  const changes: Change[] = [];
  let { next, plugged } = defined;
  const add = (
    what: string,
    [before, after]: [string, string],
    impact: Impact,
    step: Step,
    left: Existing,
  ) => {
    next = left;
    const leaving = [leaves(networkAt(name), left), ...leavesPlugged(plugged)];
    changes.push({ what, before, after, impact, steps: [step], leaves: leaving });
  };
  const { persistent, live, ...rest } = next;
  if (wanted.state === 'active' && !next.active && persistent) {
    const left = { ...next, active: true, live: liveOf(persistent) };
    const before = actual.persistent === persistent ? undefined : actual.persistent;
    add(`network ${name}`, ['inactive', 'active'], NO_IMPACT, starting(name, before, version), left);
  }
  if (wanted.state === 'inactive' && next.active) {
    const impact = stopImpact(attached, 'the network is stopped');
    const left = { ...rest, active: false, ...(persistent && { persistent }) };
    plugged = unplugged(attached, plugged);
    add(`network ${name}`, ['active', 'inactive'], impact, virsh('net-destroy', name), left);
  }
  // What making a network brings about is kept true.
  const { autostart = wanted.state === 'active' || next.autostart } = wanted;
  if (autostart !== next.autostart) {
    const step = virsh('net-autostart', name, ...(autostart ? [] : ['--disable']));
    add(`network ${name} autostart`, autostart ? ['off', 'on'] : ['on', 'off'], NO_IMPACT, step, {
      ...next,
      autostart,
    });
  }
  return { changes, next, plugged };
}

/** A start that fails puts back the definition that the plan has changed before it. */
function starting(name: string, before: Network | undefined, version: Version): Step {
  const start = virsh('net-start', name);
  if (!before) return start;
  const { argv, stdin } = define(before, version);
  const done = 'Its previous definition is stored again: the network is as before.';
  return { do: 'virsh-set', commands: [start.argv], rollback: { commands: [argv], stdin, done } };
}

/** `--network NAME` keeps a name that begins with a dash from being an option. */
export function virsh(command: string, network: string, ...more: string[]): Step & { do: 'virsh' } {
  return { do: 'virsh', argv: [command, '--network', network, ...more] };
}
