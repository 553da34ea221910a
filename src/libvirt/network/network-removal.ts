import { type Change, type Impact, predict } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { type ExistingNetwork, networkAt } from '../observe/network-state.ts';
import { type Attached, linkImpact, type Plugged, plug, portsOf, predictPlugged } from './attachments.ts';
import { describeNetwork } from './describe-network.ts';
import { virsh } from './virsh-step.ts';

/** What differs from host to host and says nothing about a change. */
function withoutOwn({ uuid: _, mac: __, ...definition }: Network): Network {
  return definition;
}

/** The change that takes a network off a host. */
export function removal(
  name: string,
  { active, persistent, live }: ExistingNetwork,
  attached: Attached,
  plugged: Plugged,
): Change {
  const steps: Step[] = [];
  if (active) steps.push(virsh('net-destroy', name));
  if (persistent) steps.push(virsh('net-undefine', name));
  const definition = persistent ?? live;
  return {
    action: 'delete',
    proof: 'observed',
    what: `network ${name}`,
    copies: ['stored', 'running'],
    before: definition ? describeNetwork(definition) : 'present',
    after: null,
    ...(definition && {
      diff: { label: `network ${name}`, before: serializeNetwork(withoutOwn(definition)), after: '' },
    }),
    impact: removalImpact(attached),
    steps,
    predictions: [
      predict(networkAt(name), { exists: false }),
      ...predictPlugged(unplugged(attached, plugged)),
    ],
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
