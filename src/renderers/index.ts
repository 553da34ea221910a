import type { RequestedBridge } from '../bridge/desired-bridge.ts';
import type { Renderer } from '../bridge/renderer.ts';
import type { NetworkServices } from '../host/network-services.ts';
import { netplan } from '../netplan/renderer.ts';
import type { Probes } from '../plan/probe.ts';
import { ifupdown, networkd, networkManager, unknown } from './recognized.ts';

/** All renderers, in the order in which they are asked whether a host is theirs; the last takes any host. */
const RENDERERS: readonly Renderer[] = [netplan, ifupdown, networkManager, networkd, unknown];

/** The renderer of a host on which these services run. */
export function rendererOf(services: NetworkServices): Renderer {
  return RENDERERS.find((renderer) => renderer.runs(services)) ?? unknown;
}

/** What all renderers read of a host for a bridge: which one the host has is known with the same answer. */
export function rendererProbes(bridge: RequestedBridge): Probes {
  return Object.assign({}, ...RENDERERS.map(({ probes }) => probes(bridge)));
}
