import { dropWarning, type ForeignDrop, foreignDrops } from '../../host/firewall/advice.ts';
import type { HostFirewall } from '../../host/firewall/host-firewall.ts';
import type { Packet } from '../../host/firewall/verdict.ts';
import { destinationOf, familyOf } from '../model/address.ts';
import type { Ip } from '../model/elements/ip.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';

/** What filters that libvirt does not write keep of the packets of a network that runs. Nothing where they are not known. */
export function networkDrops(live: Network, firewall: HostFirewall): ForeignDrop[] {
  const { chains } = firewall;
  const bridge = live.bridge?.name;
  if (bridge === undefined || chains === 'unknown') return [];
  const kept = { bridge, isOfHost: modeOf(live) === 'bridge' };
  return foreignDrops(`network ${live.name}`, kept, packetsOf(live, bridge, firewall), chains);
}

/** A sentence for each, with the rules that would let the packets pass. */
export function foreignWarnings(live: Network, firewall: HostFirewall): string[] {
  return networkDrops(live, firewall).map(dropWarning);
}

/** Packets that a network lives of, by their names for people. */
export function packetsOf(
  live: Network,
  bridge: string,
  { filtersBridges }: HostFirewall,
): Record<string, Packet> {
  const mode = modeOf(live);
  const all: Record<string, Packet> = {};
  for (const family of ['ip', 'ip6'] as const) {
    const suffix = family === 'ip6' ? ' (IPv6)' : '';
    const own = (live.ip ?? []).filter(({ address }) => address !== undefined && isOf(address, family));
    const subnets = own.map(subnet);
    const forwarded = { family, hook: 'forward' as const };
    if (mode !== 'none' && mode !== 'bridge' && own.length > 0) {
      all[`from guests${suffix}`] = { ...forwarded, in: bridge, source: subnets, state: 'new' };
      all[`to guests${suffix}`] = { ...forwarded, out: bridge, destination: subnets, state: 'established' };
    }
    if (filtersBridges[family] && (family === 'ip' || mode === 'bridge' || own.length > 0))
      all[`between guests${suffix}`] = { ...forwarded, in: bridge, out: bridge, state: 'new' };
    const asked = { family, hook: 'input' as const, in: bridge, protocol: 'udp', state: 'new' as const };
    if (family === 'ip' && own.some(({ dhcp }) => dhcp)) all['DHCP'] = { ...asked, port: 67 };
    if (own.length > 0 && live.dns?.enable !== 'no') all[`DNS${suffix}`] = { ...asked, port: 53 };
  }
  return all;
}

function isOf(address: string, family: 'ip' | 'ip6'): boolean {
  return familyOf(address) === (family === 'ip6' ? 'ipv6' : 'ipv4');
}

function subnet(ip: Ip): string {
  const { address, prefix } = destinationOf(ip);
  return `${address}/${prefix}`;
}
