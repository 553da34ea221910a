import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import { canonical } from '../compare/canonical.ts';
import { liveOf } from '../compare/live-copy.ts';
import { serializeNetwork } from '../format/serialize.ts';
import { isRouted, modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { type ExistingNetwork, networkAt } from '../observe/network-state.ts';
import { stamped } from '../ownership/stamp.ts';
import { type Attached, attachedTo, type Plugged, predictPlugged, stopImpact } from './attachments.ts';
import { createdAs } from './created.ts';
import { define } from './define.ts';
import { describeNetwork } from './describe-network.ts';
import type { CurrentNetwork, DesiredNetwork, NetworkPlan } from './desired-network.ts';
import { removal, unplugged } from './network-removal.ts';
import { definitionChanges } from './plan-definition.ts';
import { reattach } from './reattach.ts';
import { virsh } from './virsh-step.ts';

export function planNetwork(
  desired: DesiredNetwork,
  { network, version, ...current }: CurrentNetwork,
): NetworkPlan {
  const { name } = desired;
  const attached = attachedTo(name, network, current);
  const plugged = { guests: current.guests, ports: current.ports };
  if (desired.state === 'absent') {
    const changes = network.exists ? [removal(name, network, attached, plugged)] : [];
    return { changes, kept: [], waiting: [], beside: [], next: { exists: false } };
  }
  if (!network.exists) {
    const { change, next } = creation(desired, version);
    const changes = [change, ...reattach(name, next, plugged)];
    return { changes, kept: [], waiting: [], beside: [], next };
  }
  const defined = definitionChanges(desired, { network, attached, plugged, version });
  const settled = stateChanges(desired, { network, version }, defined, attached);
  const reattached = reattach(name, settled.next, settled.plugged);
  const { kept, waiting, beside } = defined;
  const changes = [...defined.changes, ...settled.changes, ...reattached];
  return { changes, kept, waiting, beside, next: settled.next };
}

function creation(
  { name, state, autostart = state === 'active', stamp, ...desired }: DesiredNetwork,
  version: Version,
): { change: Change; next: ExistingNetwork } {
  const definition = stamped(desired.definition, stamp ?? undefined);
  const stored = canonical(definition);
  const active = state === 'active';
  const defined = define(definition, version);
  const calls = [
    defined,
    ...(autostart ? [virsh('net-autostart', name)] : []),
    ...(active ? [virsh('net-start', name)] : []),
  ];
  const next: ExistingNetwork = {
    exists: true,
    active,
    autostart,
    persistent: stored,
    ...(active && { live: liveOf(stored) }),
  };
  const holds = createdAs(name, next);
  const change: Change = {
    action: 'create',
    proof: 'observed',
    what: `network ${name}`,
    copies: ['stored', ...(active ? ['running' as const] : [])],
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
      ...(active ? mtuSteps(stored, version) : []),
    ],
    predictions: [predict(networkAt(name), next)],
    ...(holds && { holds }),
  };
  return { change, next };
}

function stateChanges(
  desired: DesiredNetwork,
  { network: actual, version }: { network: ExistingNetwork; version: Version },
  defined: { next: ExistingNetwork; plugged: Plugged },
  attached: Attached,
): { changes: Change[]; next: ExistingNetwork; plugged: Plugged } {
  const { name } = desired;
  const changes: Change[] = [];
  let { next, plugged } = defined;
  const add = (
    about: Pick<Change, 'action' | 'what' | 'copies' | 'before' | 'after' | 'impact'>,
    steps: Step[],
    left: ExistingNetwork,
  ) => {
    next = left;
    const predictions = [predict(networkAt(name), left), ...predictPlugged(plugged)];
    changes.push({ ...about, proof: 'observed', steps, predictions });
  };
  const what = `network ${name}`;
  const { persistent, live, ...rest } = next;
  if (desired.state === 'active' && !next.active && persistent) {
    const left = { ...next, active: true, live: liveOf(persistent) };
    const before = actual.persistent === persistent ? undefined : actual.persistent;
    const start = { action: 'start', what, copies: RUNNING, before: 'inactive', after: 'active' } as const;
    add(
      { ...start, impact: NO_IMPACT },
      [starting(name, before, version), ...mtuSteps(persistent, version)],
      left,
    );
  }
  if (desired.state === 'inactive' && next.active) {
    const impact = stopImpact(attached, 'the network is stopped');
    const left = { ...rest, active: false, ...(persistent && { persistent }) };
    plugged = unplugged(attached, plugged);
    const stop = { action: 'stop', what, copies: RUNNING, before: 'active', after: 'inactive' } as const;
    add({ ...stop, impact }, [virsh('net-destroy', name)], left);
  }
  // An active network also starts with the host, unless the task says otherwise.
  const { autostart = desired.state === 'active' || next.autostart } = desired;
  if (autostart !== next.autostart) {
    const step = virsh('net-autostart', name, ...(autostart ? [] : ['--disable']));
    const [before, after] = autostart ? ['off', 'on'] : ['on', 'off'];
    const about = { action: 'update', what: `${what} autostart`, copies: STORED, before, after } as const;
    add({ ...about, impact: NO_IMPACT }, [step], { ...next, autostart });
  }
  return { changes, next, plugged };
}

const RUNNING = ['running'] as const;
const STORED = ['stored'] as const;

/** What a libvirt leaves to do once it has made the bridge of a network. */
function mtuSteps(network: Network, version: Version): Step[] {
  const { bridge, mtu } = network;
  if (!mtu?.size || !bridge?.name || !isRouted(modeOf(network))) return [];
  if (can(version, 'MTU of a bridge')) return [];
  return [{ do: 'run', argv: ['ip', 'link', 'set', 'dev', bridge.name, 'mtu', String(mtu.size)] }];
}

/** A start that fails puts back the definition that the plan has changed before it. */
function starting(name: string, before: Network | undefined, version: Version): Step {
  const start = virsh('net-start', name);
  if (!before) return start;
  const { argv, stdin } = define(before, version);
  const done = 'Its previous definition is stored again: the network is as before.';
  return { do: 'virsh-set', commands: [start.argv], rollback: { commands: [argv], stdin, done } };
}
