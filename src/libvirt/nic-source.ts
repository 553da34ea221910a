import type { HostLinks } from '../plan/host-links.ts';
import type { Probe } from '../plan/probe.ts';
import { type NetworkState, networkAt } from './network-state.ts';
import type { WantedNic } from './nic.ts';

type Plug = Pick<WantedNic, 'network' | 'bridge'>;

/** What is wrong with where a task plugs an interface in. */
export function plugComplaint({ network, portgroup, bridge }: WantedNic) {
  const about = { code: 'guest-interface', summary: 'An interface is plugged into one thing' };
  if ((network === undefined) === (bridge === undefined))
    return { ...about, detail: 'It has one of network and bridge.' };
  if (portgroup !== undefined && bridge !== undefined)
    return { ...about, detail: 'portgroup is of a network; this has a bridge.' };
  return undefined;
}

/** The networks that interfaces are plugged into, by the keys of their probes. */
export function networksOf(sources: readonly Plug[]): Record<string, Probe<NetworkState>> {
  const names = sources.flatMap(({ network }) => network ?? []);
  return Object.fromEntries(names.map((name) => [networkAt(name).key, networkAt(name)]));
}

/**
 * Why the host has nothing to plug these into, now or at a next start. `seen` has at least what `networksOf` reads.
 */
export function sourceFaults(
  sources: readonly Plug[],
  seen: Readonly<Record<string, unknown>>,
  { links }: HostLinks,
  when: 'now' | 'later',
): string[] {
  const faults = sources.flatMap(({ network, bridge }) => {
    if (network === undefined)
      return bridge === undefined || links.includes(bridge) ? [] : [`This host has no bridge ${bridge}.`];
    const state = seen[networkAt(network).key] as NetworkState;
    if (!state.exists) return [`This host has no network ${network}.`];
    return state.active || when === 'later' ? [] : [`Network ${network} of this host is not active.`];
  });
  return [...new Set(faults)];
}
