import { type KernelBridges, kernelBridges } from '../../bridge/kernel/kernel-bridges.ts';
import { type Change, predict } from '../../plan/change.ts';
import { liveOf } from '../compare/live-copy.ts';
import { attachedTo, type Plugged, predictPlugged } from '../network/attachments.ts';
import { pluggedAfter, type Restart, restartImpact, restartStep } from '../network/restart.ts';
import { type ExistingNetwork, type NetworkState, networkAt, ownBridge } from '../observe/network-state.ts';
import { bridgesAfter } from './bridge-repair.ts';

/**
 * The change that makes the bridge of a network anew, where somebody deleted it: for libvirt the network runs on. Only a
 * restart makes one; nobody loses a link by it that he still has.
 */
export function remadeBridge(
  name: string,
  before: NetworkState,
  { bridges, ...plugged }: Plugged & { bridges: KernelBridges },
): Change | undefined {
  const bridge = ownBridge(before);
  if (!before.exists || !before.persistent || bridge === undefined || bridges[bridge]) return undefined;
  const after: ExistingNetwork = { ...before, live: liveOf(before.persistent) };
  const restart: Restart = { name, before, after, attached: attachedTo(name, before, plugged), plugged };
  const { blocked } = restartImpact(restart);
  return {
    action: 'create',
    proof: 'observed',
    what: `bridge ${bridge} of network ${name}`,
    copies: ['kernel'],
    before: null,
    after: 'present',
    impact: {
      disruption: 'service',
      note: 'the network is stopped and started, and what was on its bridge plugged back',
    },
    steps: [restartStep(restart)],
    predictions: [
      predict(networkAt(name), after),
      predict(kernelBridges, bridgesAfter(bridges, before, after)),
      ...predictPlugged(pluggedAfter(restart)),
    ],
    ...(blocked !== undefined && { blocked }),
  };
}
