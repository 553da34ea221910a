import { dropWarning, type ForeignDrop, foreignDrops } from '../../host/firewall/advice.ts';
import type { HostFirewall } from '../../host/firewall/host-firewall.ts';
import type { Packet } from '../../host/firewall/verdict.ts';

/** Filters that keep packets between the ports of a bridge, where br_netfilter lets them see these. */
export function bridgeDrops(bridge: string, firewall: HostFirewall): ForeignDrop[] {
  const { chains } = firewall;
  if (chains === 'unknown') return [];
  const kept = { bridge, isOfHost: true };
  return foreignDrops(`bridge ${bridge}`, kept, packetsBetween(bridge, firewall), chains);
}

/** A sentence for each, with the rules that would let the packets pass. */
export function firewallWarnings(bridge: string, firewall: HostFirewall): string[] {
  return bridgeDrops(bridge, firewall).map(dropWarning);
}

/** Packets between the ports of a bridge, where filters see them; by their names for people. */
export function packetsBetween(
  bridge: string,
  { filtersBridges }: Pick<HostFirewall, 'filtersBridges'>,
): Record<string, Packet> {
  const between = (family: 'ip' | 'ip6'): Packet => ({
    ...{ family, hook: 'forward', in: bridge, out: bridge, state: 'new' },
  });
  return {
    ...(filtersBridges.ip && { 'between its ports': between('ip') }),
    ...(filtersBridges.ip6 && { 'between its ports (IPv6)': between('ip6') }),
  };
}
