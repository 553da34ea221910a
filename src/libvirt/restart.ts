import type { Step } from '../plan/step.ts';
import type { GuestTap } from './guests.ts';
import { hasOwnBridge } from './mode.ts';
import type { Network } from './network.ts';
import type { NetworkState } from './network-state.ts';
import { RESTART } from './restart-script.ts';
import { serializeNetwork } from './serialize.ts';

type Existing = NetworkState & { exists: true };

/** A network that is stopped and started. */
export interface Restart {
  name: string;
  before: Existing;
  after: Existing;
  /** The definition that the start takes, where it is to be stored first. */
  definition?: Network;
  /** Taps of the guests of this network, plugged into it or not. */
  taps: readonly GuestTap[];
}

/** Stop, start and plug back, or restore what was before: one unit on the host that finishes by itself. */
export function restartStep({ name, before, after, definition, taps }: Restart): Step {
  const [old, next] = [ownBridge(before), after.live?.bridge?.name ?? ''];
  const stays = old === '' && next === before.live?.bridge?.name;
  const kind = before.persistent ? 'persistent' : 'transient';
  const own = ownBridge(after) === '' ? 'no' : 'yes';
  const plugged = stays ? [] : taps.flatMap((tap) => [tap.interface, tap.uuid]);
  return {
    do: 'detached',
    label: `restart of network ${name}`,
    script: RESTART,
    args: [name, kind, old, next, own, ...plugged],
    ...(definition && { stdin: serializeNetwork(definition) }),
  };
}

/** The bridge that comes and goes with a network. */
function ownBridge({ live }: Existing): string {
  return (live && hasOwnBridge(live) && live.bridge?.name) || '';
}
