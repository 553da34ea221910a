import { bridgePorts } from '../../host/bridge-ports.ts';
import type { Change } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Current } from '../../plan/probe.ts';
import type { Exclusive } from '../compare/list-rules.ts';
import { guestAttachments } from '../observe/guest-attachments.ts';
import { hostFacts } from '../observe/host-facts.ts';
import { leasesAt } from '../observe/leases.ts';
import { libvirtVersion } from '../observe/libvirt-version.ts';
import { networkAt } from '../observe/network-state.ts';
import { leftOver, ownersOf, remembered, type Written } from '../ownership/ownership.ts';
import { keptLines, leftLines } from '../ownership/ownership-lines.ts';
import { forgetting, ownershipRecord } from '../ownership/ownership-record.ts';
import { removalsOf } from '../ownership/removals.ts';
import { type Description, lostMode, modePath, withStatedMode } from '../ownership/stated-mode.ts';
import { checkOnHost } from './check-on-host.ts';
import { afterEffects, startsAgain } from './deferred-effects.ts';
import type { DesiredNetwork } from './desired-network.ts';
import { amongNeighbours, neighbours } from './neighbours.ts';
import { networkRollback } from './network-rollback.ts';
import { planNetwork } from './plan-network.ts';

/** A network with what decides what is removed that it does not have. */
export type ManagedNetwork = DesiredNetwork & Written & Description & { exclusive: Exclusive };

/** What is read of a host for a network. */
export function networkProbes({ project, name, state, definition }: ManagedNetwork) {
  return {
    network: networkAt(name),
    record: ownershipRecord({ project, name }),
    guests: guestAttachments,
    ports: bridgePorts,
    version: libvirtVersion,
    ...neighbours,
    ...hostFacts(definition),
    ...(state === 'active' && definition.ip && { leases: leasesAt(name) }),
  };
}

/** The answers to `networkProbes`. */
export type ManagedCurrent = Current<ReturnType<typeof networkProbes>>;

/** The plan of a network by a task of which the host remembers what it wrote. */
export function planManaged(desired: ManagedNetwork, current: ManagedCurrent): Plan {
  const around = (found: readonly Change[]) => amongNeighbours(found, desired.name, current.network, current);
  const rollback = () => networkRollback(desired.name, current.network, current);
  if (desired.state === 'absent')
    return {
      changes: [...around(planNetwork(desired, current).changes), ...forgetting(desired, current.record)],
      rollback,
    };
  const owners = ownersOf(desired, current.record);
  const definition = current.network.exists ? withStatedMode(desired, owners) : desired.definition;
  const whole = { ...desired, definition, removals: removalsOf(desired, owners) };
  const plan = planNetwork(whole, current);
  const { changes, kept } = plan;
  const { errors, warnings } = checkOnHost(whole, current, changes.length > 0);
  if (errors.length > 0) return { changes: [], failure: errors.join('\n') };
  const own = { ...desired, written: { ...desired.written, ...modePath(definition, current.network) } };
  const { persistent, live: running } = plan.next.exists ? plan.next : {};
  const next = persistent ?? running;
  const lines = [
    ...keptLines(kept, desired, owners),
    ...leftLines(leftOver(own, current.record, next), desired.isComplete),
  ];
  return {
    changes: remembered(own, current.record, { changes: around(changes), next, running }),
    rollback,
    warnings: [
      ...warnings,
      ...lostMode(desired, definition, current.network),
      ...afterEffects(desired.name, plan, current),
      ...startsAgain(desired, current.network),
    ],
    ...(lines.length > 0 && { message: lines.join('\n') }),
  };
}

/** The plan of a part of a network, which nobody owns afterwards: its state, or entries of its lists. */
export function planPart(desired: DesiredNetwork, current: ManagedCurrent): Plan {
  const { name } = desired;
  const { changes } = planNetwork(desired, current);
  return {
    changes: amongNeighbours(changes, name, current.network, current),
    rollback: () => networkRollback(name, current.network, current),
  };
}
