import type { Ethernets, Match } from '../bridge/kernel/ethernets.ts';
import { hostPorts, parentsOf, type UnderlayLink } from '../bridge/kernel/underlay-link.ts';

/** A link of the host as the file of a bridge describes it: netplan-yaml(5), below `ethernets`. */
export interface PortLine {
  name: string;
  match: Match | null;
  mtu: number | null;
  /** Whether it has no addresses of its own: a port has none, what only carries a VLAN may. */
  silent: boolean;
}

/** The links of the host that the file of a bridge describes, ports before what only carries a VLAN. */
export function portLines(
  bridge: { name: string; interfaces: readonly string[]; underlay: readonly UnderlayLink[] },
  ethernets: Ethernets = {},
): PortLine[] {
  const line = (name: string, silent: boolean): PortLine => {
    const { match = null, mtu = null } = Object.hasOwn(ethernets, name) ? (ethernets[name] ?? {}) : {};
    return { name, match, mtu, silent };
  };
  return [
    ...hostPorts(bridge).map((name) => line(name, true)),
    ...parentsOf(bridge).map((name) => line(name, false)),
  ];
}
