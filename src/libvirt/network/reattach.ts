import { type Change, NO_IMPACT } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';
import { type Plugged, plug, predictPlugged, tapsOf } from './attachments.ts';
import { recordStep } from './record-step.ts';

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
  const changes = orphaned.map((tap) => {
    const change = reattachTap(tap, bridge, left);
    left = plug(left, [{ port: tap.interface, tap: true }], bridge);
    return change;
  });
  const own = ownBridge(state) !== undefined;
  for (const tap of tapsOf(name, ownBridge(state), plugged)) {
    const isNoted = tap.network !== name || tap.bridge === undefined || tap.bridge === bridge;
    if (isNoted || tap.master === 'ovs-system') continue;
    left = noted(left, [tap], bridge, own);
    const change = noteBridge(tap, bridge, own, left);
    // A guest without its bridge loses nothing: that it gets its link back waits for nobody's consent.
    changes.push(tap.master === bridge ? change : { ...change, impact: NO_IMPACT });
  }
  return changes;
}

/** libvirt has another bridge for a guest on record, and would plug it in there when libvirtd starts the next time. */
function noteBridge(
  attachment: GuestAttachment & { interface: string },
  bridge: string,
  own: boolean,
  after: Plugged,
): Change {
  const { guest, interface: tap, mac, bridge: before } = attachment;
  const note = 'libvirt plugs it in again';
  return {
    action: 'update',
    proof: 'observed',
    what: `guest ${guest}: bridge of ${tap} (${mac}) in libvirt`,
    copies: ['running'],
    before: before ?? null,
    after: bridge,
    impact: { disruption: 'link', guests: [{ guest, mac, interface: tap }], note },
    steps: [recordStep(bridge, own, [attachment])],
    predictions: predictPlugged(after),
  };
}

/** Taps of a network, as libvirt tells of them once it took note of the bridge they are on. */
export function noted(
  { guests, ports }: Plugged,
  taps: readonly { interface: string }[],
  bridge: string,
  own: boolean,
): Plugged {
  const are = new Set(taps.map((tap) => tap.interface));
  const note = { type: own ? 'network' : 'bridge', bridge };
  return {
    guests: guests.map((one) =>
      one.interface !== undefined && are.has(one.interface) ? { ...one, ...note } : one,
    ),
    ports,
  };
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
