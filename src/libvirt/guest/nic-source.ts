import type { HostLinks } from '../../host/host-links.ts';
import type { Probe } from '../../plan/probe.ts';
import type { Network } from '../model/network.ts';
import { type NetworkState, networkAt } from '../observe/network-state.ts';
import type { DesiredNic } from './nic.ts';

type Plug = Pick<DesiredNic, 'network' | 'portgroup' | 'bridge'>;

/** What is wrong with where a task plugs an interface in. */
export function plugFault({ network, portgroup, bridge }: DesiredNic) {
  const about = { code: 'guest-interface', summary: 'An interface is plugged into one thing' };
  const [needs, portgroups] = ['Write one of them.', 'A portgroup is of a network, and this is on a bridge.'];
  if (network === undefined && bridge === undefined)
    return { ...about, detail: `It has neither network nor bridge. ${needs}` };
  if (network !== undefined && bridge !== undefined)
    return { ...about, detail: `It has network and bridge. ${needs}` };
  if (portgroup !== undefined && bridge !== undefined) return { ...about, detail: portgroups };
  return undefined;
}

/** The networks that interfaces are plugged into, by the keys of their probes. */
export function networksOf(sources: readonly Plug[]): Record<string, Probe<NetworkState>> {
  const names = sources.flatMap(({ network }) => network ?? []);
  return Object.fromEntries(names.map((name) => [networkAt(name).key, networkAt(name)]));
}

/**
 * Why the host has nothing to plug these into, now or at a next start. `current` has at least what `networksOf` reads.
 */
export function sourceFaults(
  sources: readonly Plug[],
  current: Readonly<Record<string, unknown>>,
  { links }: HostLinks,
  when: 'now' | 'later',
): string[] {
  const faults = sources.flatMap(({ network, portgroup, bridge }) => {
    if (network === undefined)
      return bridge === undefined || links.includes(bridge) ? [] : [`This host has no bridge ${bridge}.`];
    const state = current[networkAt(network).key] as NetworkState;
    if (!state.exists) return [`This host has no network ${network}.`];
    if (!state.active && when === 'now') return [`Network ${network} of this host is not active.`];
    return portgroupFaults({ network, portgroup }, when === 'now' ? state.live : state.persistent);
  });
  return [...new Set(faults)];
}

/** libvirt takes a portgroup that is not there for none. */
function portgroupFaults({ network, portgroup }: Plug, definition: Network | undefined): string[] {
  const known = definition?.portgroup?.map(({ name }) => name) ?? [];
  if (portgroup === undefined || !definition || known.includes(portgroup)) return [];
  const has = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none';
  return [`Network ${network} of this host has no portgroup ${portgroup}; ${has}.`];
}
