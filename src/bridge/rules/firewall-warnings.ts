import { foreignAdvice } from '../../host/firewall/advice.ts';
import { foreignRefusals } from '../../host/firewall/foreign.ts';
import type { HostFirewall } from '../../host/firewall/host-firewall.ts';
import type { Packet } from '../../host/firewall/verdict.ts';

/** Filters that keep packets between the ports of a bridge, where br_netfilter lets them see these. */
export function firewallWarnings(bridge: string, { chains, filtersBridges }: HostFirewall): string[] {
  if (chains === 'unknown') return [];
  const between = (family: 'ip' | 'ip6'): Packet => ({
    ...{ family, hook: 'forward', in: bridge, out: bridge, state: 'new' },
  });
  const packets = {
    ...(filtersBridges.ip && { 'between its ports': between('ip') }),
    ...(filtersBridges.ip6 && { 'between its ports (IPv6)': between('ip6') }),
  };
  return foreignRefusals(packets, chains).map((found) =>
    foreignAdvice(`bridge ${bridge}`, bridge, found, chains),
  );
}
