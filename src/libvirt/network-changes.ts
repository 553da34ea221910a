import { type Change, type Impact, leaves, NO_IMPACT, type Prediction } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import { canonical } from './canonical.ts';
import { definitionChanges } from './definition-changes.ts';
import type { Difference } from './difference.ts';
import { type GuestTap, guestTaps } from './guests.ts';
import type { Exclusive, Owned } from './lists.ts';
import { liveOf } from './live.ts';
import { hasOwnBridge } from './mode.ts';
import type { Network } from './network.ts';
import { type NetworkState, networkAt } from './network-state.ts';
import { describeNetwork } from './network-words.ts';
import { serializeNetwork } from './serialize.ts';
import { afterStop, attachedTo, plugBack } from './taps.ts';
import type { Version } from './version.ts';

/** A network as a task wants it. */
export interface WantedNetwork {
  name: string;
  state: 'active' | 'inactive' | 'absent';
  /** Absent: as it is; for a network that is made or was transient, on when it shall be active. */
  autostart?: boolean;
  definition: Network;
  exclusive: Exclusive;
  /** Entries that go when they are not written; none where that is not known. */
  owned?: Owned;
}

/** What the plan of a network rests on. */
export interface SeenNetwork {
  network: NetworkState;
  taps: readonly GuestTap[];
  version: Version;
}

type Existing = NetworkState & { exists: true };

/**
 * The changes that make a network as it is wanted, in order, each of which leaves the network as it is after it; and
 * the entries that stay although they were not written.
 */
export function planNetwork(
  wanted: WantedNetwork,
  { network, taps, version }: SeenNetwork,
): { changes: Change[]; kept: Difference[] } {
  const attached = attachedTo(wanted.name, network, taps);
  if (wanted.state === 'absent') {
    const changes = network.exists ? [removal(wanted.name, network, attached, taps)] : [];
    return { changes, kept: [] };
  }
  if (!network.exists) return { changes: [creation(wanted)], kept: [] };
  const defined = definitionChanges(wanted, network, { attached, taps }, version);
  const settled = stateChanges(wanted, network, defined.next, { attached, taps });
  const back = plugBack(wanted.name, settled.next, defined.taps);
  return { changes: [...defined.changes, ...settled.changes, ...back], kept: defined.kept };
}

function creation({ name, state, autostart = state === 'active', definition }: WantedNetwork): Change {
  const stored = canonical(definition);
  const active = state === 'active';
  const steps: Step[] = [define(definition)];
  if (active) steps.push(virsh('net-start', name));
  if (autostart) steps.push(virsh('net-autostart', name));
  const next: Existing = {
    exists: true,
    active,
    autostart,
    persistent: stored,
    ...(active && { live: liveOf(stored) }),
  };
  return {
    what: `network ${name}`,
    before: null,
    after: [describeNetwork(definition), active ? 'active' : 'inactive', autostart && 'autostart']
      .filter(Boolean)
      .join(', '),
    diff: { label: `network ${name}`, before: '', after: serializeNetwork(stored) },
    impact: NO_IMPACT,
    steps,
    leaves: [leaves(networkAt(name), next)],
  };
}

function removal(
  name: string,
  actual: Existing,
  attached: readonly GuestTap[],
  taps: readonly GuestTap[],
): Change {
  const { active, persistent, live } = actual;
  const steps: Step[] = [];
  if (active) steps.push(virsh('net-destroy', name));
  if (persistent) steps.push(virsh('net-undefine', name));
  const definition = persistent ?? live;
  return {
    what: `network ${name}`,
    before: definition ? describeNetwork(definition) : 'present',
    after: null,
    ...(definition && {
      diff: { label: `network ${name}`, before: serializeNetwork(definition), after: '' },
    }),
    impact: linkImpact(attached, 'the network is removed', live),
    steps,
    leaves: [leaves(networkAt(name), { exists: false }), leaves(guestTaps, afterStop(actual, taps))],
  };
}

function stateChanges(
  wanted: WantedNetwork,
  actual: Existing,
  defined: Existing,
  { attached, taps }: { attached: readonly GuestTap[]; taps: readonly GuestTap[] },
): { changes: Change[]; next: Existing } {
  const { name } = wanted;
  const changes: Change[] = [];
  let next = defined;
  const add = (
    what: string,
    [before, after]: [string, string],
    impact: Impact,
    step: Step,
    left: Existing,
    more: Prediction[] = [],
  ) => {
    next = left;
    const all = [leaves(networkAt(name), left), ...more];
    changes.push({ what, before, after, impact, steps: [step], leaves: all });
  };
  const { persistent, live, ...rest } = next;
  if (wanted.state === 'active' && !next.active && persistent) {
    const left = { ...next, active: true, live: liveOf(persistent) };
    add(`network ${name}`, ['inactive', 'active'], NO_IMPACT, virsh('net-start', name), left);
  }
  if (wanted.state === 'inactive' && next.active) {
    const impact = linkImpact(attached, 'the network is stopped', live);
    const left = { ...rest, active: false, ...(persistent && { persistent }) };
    add(`network ${name}`, ['active', 'inactive'], impact, virsh('net-destroy', name), left, [
      leaves(guestTaps, afterStop(next, taps)),
    ]);
  }
  // What was transient is made now, as far as the next start of the host is concerned.
  const { autostart = actual.persistent ? next.autostart : wanted.state === 'active' } = wanted;
  if (autostart !== next.autostart) {
    const step = virsh('net-autostart', name, ...(autostart ? [] : ['--disable']));
    add(`network ${name} autostart`, autostart ? ['off', 'on'] : ['on', 'off'], NO_IMPACT, step, {
      ...next,
      autostart,
    });
  }
  return { changes, next };
}

/** The step that stores a definition. `--network NAME` keeps a name that begins with a dash from being an option. */
export function define(definition: Network): Step {
  return { do: 'virsh', argv: ['net-define', '/dev/stdin'], stdin: serializeNetwork(definition) };
}

export function virsh(command: string, network: string, ...more: string[]): Step {
  return { do: 'virsh', argv: [command, '--network', network, ...more] };
}

/**
 * What it means for guests when a network is stopped, and started as `next` or not at all. Only a bridge that libvirt
 * made goes away: guests on one of the host, or on none, keep their link.
 */
export function linkImpact(
  attached: readonly GuestTap[],
  why: string,
  live: Network | undefined,
  next?: Network,
): Impact {
  const hasMoved = next !== undefined && (hasOwnBridge(next) || next.bridge?.name !== live?.bridge?.name);
  if (live && !hasOwnBridge(live) && !hasMoved)
    return { disruption: 'none', note: `${why}; guests keep their links` };
  if (attached.length === 0) return { disruption: 'service', note: `${why}; no guest is attached` };
  const guests = attached.map(({ guest, mac, interface: tap }) => ({ guest, mac, interface: tap }));
  return { disruption: 'link', guests, note: why };
}
