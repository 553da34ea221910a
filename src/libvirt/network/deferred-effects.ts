import { describeDifference } from '../compare/difference.ts';
import { attachmentsOf, type GuestAttachment } from '../observe/guest-attachments.ts';
import type { DhcpLease } from '../observe/leases.ts';
import type { NetworkState } from '../observe/network-state.ts';
import type { DesiredNetwork, NetworkPlan } from './desired-network.ts';
import { leaseEffects } from './lease-effects.ts';
import { lostPortgroups } from './lost-portgroups.ts';

/** What a plan rests on, as far as it goes on after the change. */
export interface CurrentAfter {
  network: NetworkState;
  guests: readonly GuestAttachment[];
  leases?: readonly DhcpLease[] | undefined;
}

/** What is left to come once a plan is carried out, a sentence each: at the next start, at the next lease. */
export function afterEffects(
  name: string,
  { waiting, beside, next }: Pick<NetworkPlan, 'waiting' | 'beside' | 'next'>,
  { network, guests, leases = [] }: CurrentAfter,
): string[] {
  const before = network.exists ? network.live : undefined;
  const after = next.exists ? next.live : undefined;
  const effects =
    before && after
      ? leaseEffects({ before, after, leases, guests: attachmentsOf(name, before.bridge?.name, guests) })
      : [];
  const differences = waiting.map(describeDifference).join(', ');
  return [
    ...(waiting.length > 0
      ? [`The network runs on as it was until it is started again: ${differences}.`]
      : []),
    ...(beside.length > 0
      ? [
          `The network that runs is not as it is stored, and the restart makes it so, too: ${beside.join(', ')}.`,
        ]
      : []),
    ...effects,
    ...lostPortgroups({ before: storedOf(network), after: storedOf(next) }, guests),
  ];
}

/** A network that is stopped and starts with its host runs again behind the next boot, and drift checks tell it then. */
export function startsAgain(
  { name, state, autostart }: Pick<DesiredNetwork, 'name' | 'state' | 'autostart'>,
  network: NetworkState,
): string[] {
  if (state !== 'inactive' || autostart !== undefined) return [];
  if (!network.exists || !network.active || !network.autostart) return [];
  return [`Network ${name} starts again with its host; autostart: false keeps it stopped.`];
}

/** What the next start of a guest meets. */
const storedOf = (network: NetworkState) =>
  network.exists ? (network.persistent ?? network.live) : undefined;
