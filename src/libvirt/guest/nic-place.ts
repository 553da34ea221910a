import type { Change } from '../../plan/change.ts';
import { reattachTap } from '../network/reattach.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';
import { type NetworkState, networkAt } from '../observe/network-state.ts';
import type { GuestContext } from './guest-context.ts';

/**
 * Plugs the tap of an interface back that is not on the bridge it belongs on: the kernel has the last word on where it
 * is. `networks` has what was read of the network that the task names, see `networksOf`.
 */
export function orphanedTaps(
  { guest, nic: { mac } }: { guest: string; nic: { mac: string } },
  { attachments: guests, ports }: GuestContext,
  networks: Readonly<Record<string, unknown>>,
): Change[] {
  return guests.flatMap((each) => {
    const { running, type, interface: tap, master } = each;
    const bridge = bridgeFor(each, networks);
    if (each.guest !== guest || each.mac !== mac || !running || type === 'direct') return [];
    if (tap === undefined || bridge === undefined || master === bridge || master === 'ovs-system') return [];
    return [reattachTap({ ...each, interface: tap }, bridge, { guests, ports })];
  });
}

/**
 * A definition keeps the bridge that its network had when the guest was plugged in: one that got another bridge since
 * has taken the tap along. Of a network that was not read nobody knows.
 */
function bridgeFor(
  { network, bridge }: GuestAttachment,
  networks: Readonly<Record<string, unknown>>,
): string | undefined {
  if (network === undefined) return bridge;
  const state = networks[networkAt(network).key] as NetworkState | undefined;
  return state?.exists ? (state.live?.bridge?.name ?? bridge) : undefined;
}
