import { type Change, NO_IMPACT } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';
import { type Plugged, plug, predictPlugged, tapsOf } from './attachments.ts';

/**
 * A guest whose tap is not on the bridge of its network has no network although every listing looks healthy: it is
 * plugged back. `state` is the network as it will be, `plugged` what will be plugged in where.
 */
export function reattach(name: string, state: NetworkState & { exists: true }, plugged: Plugged): Change[] {
  const { live } = state;
  const bridge = live?.bridge?.name;
  // Open vSwitch has its own way to plug a tap.
  if (bridge === undefined || live?.virtualport?.type === 'openvswitch') return [];
  const orphaned = tapsOf(name, ownBridge(state), plugged).filter(
    ({ master }) => master !== bridge && master !== 'ovs-system',
  );
  let left = plugged;
  return orphaned.map((tap) => {
    const change = reattachTap(tap, bridge, left);
    left = plug(left, [{ port: tap.interface, tap: true }], bridge);
    return change;
  });
}

/** Plugs the tap of a running guest into the bridge it belongs on. */
export function reattachTap(
  { guest, interface: tap, mac, master, isolated }: GuestAttachment & { interface: string },
  bridge: string,
  plugged: Plugged,
): Change {
  const isolation = isolated ? [plugStep(tap, 'type', 'bridge_slave', 'isolated', 'on')] : [];
  return {
    action: master === undefined ? 'create' : 'move',
    proof: 'observed',
    what: `guest ${guest}: ${tap} (${mac}) on bridge`,
    copies: ['kernel'],
    before: master ?? null,
    after: bridge,
    impact: NO_IMPACT,
    steps: [plugStep(tap, 'master', bridge), ...isolation],
    predictions: predictPlugged(plug(plugged, [{ port: tap, tap: true }], bridge)),
  };
}

/** Sets something of a tap: ip-link(8). */
export function plugStep(tap: string, ...words: readonly string[]): Step {
  return { do: 'run', argv: ['ip', 'link', 'set', 'dev', tap, ...words] };
}
