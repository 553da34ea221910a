import { type Change, leaves, NO_IMPACT } from '../plan/change.ts';
import { type GuestTap, guestTaps } from './guests.ts';
import { hasOwnBridge } from './mode.ts';
import type { NetworkState } from './network-state.ts';

/** The taps that a network carries: by their definition, or because the kernel has them on its bridge. */
export function attachedTo(name: string, state: NetworkState, taps: readonly GuestTap[]): GuestTap[] {
  const bridge = state.exists ? bridgeOf(state) : undefined;
  return taps.filter((tap) => tap.network === name || (bridge !== undefined && tap.master === bridge));
}

/** The bridge of a network while it is active. */
export function bridgeOf({ live }: NetworkState & { exists: true }): string | undefined {
  return live?.bridge?.name;
}

/** The taps once libvirt has removed the bridge of a network that is stopped: those that were on it are on none. */
export function afterStop({ live }: NetworkState & { exists: true }, taps: readonly GuestTap[]): GuestTap[] {
  const bridge = live && hasOwnBridge(live) ? live.bridge?.name : undefined;
  return taps.map((tap) => {
    const { master, ...loose } = tap;
    return bridge !== undefined && master === bridge ? loose : tap;
  });
}

/** The taps once these of them were plugged into a bridge. */
export function pluggedInto(
  bridge: string | undefined,
  plugged: readonly GuestTap[],
  taps: readonly GuestTap[],
): GuestTap[] {
  const names = new Set(plugged.map((tap) => tap.interface));
  return taps.map((tap) =>
    bridge !== undefined && names.has(tap.interface) ? { ...tap, master: bridge } : tap,
  );
}

/**
 * A guest whose tap is not on the bridge of its network has no network although every listing looks healthy: it is
 * plugged back. `state` is the network as it will be.
 */
export function plugBack(
  name: string,
  state: NetworkState & { exists: true },
  taps: readonly GuestTap[],
): Change[] {
  const bridge = bridgeOf(state);
  if (bridge === undefined) return [];
  const loose = taps.filter((tap) => tap.network === name && tap.master !== bridge);
  let left = taps;
  return loose.map((tap) => {
    left = left.map((each) => (each.interface === tap.interface ? { ...each, master: bridge } : each));
    return {
      what: `guest ${tap.guest}: ${tap.interface} (${tap.mac}) on bridge`,
      before: tap.master ?? null,
      after: bridge,
      impact: NO_IMPACT,
      steps: [{ do: 'run', argv: ['ip', 'link', 'set', 'dev', tap.interface, 'master', bridge] }],
      leaves: [leaves(guestTaps, [...left])],
    };
  });
}
