import { claimedBy, type MadeLink, parentsOf } from '../bridge/kernel/made-link.ts';

/** A link of the host as the file of a bridge describes it: netplan-yaml(5), below `ethernets`. */
export interface PortLine {
  name: string;
  match: Match | null;
  mtu: number | null;
  /** Whether it has no addresses of its own: a port has none, what only carries a VLAN may. */
  silent: boolean;
}

interface Match {
  name?: string | undefined;
  macaddress?: string | undefined;
  driver?: readonly string[] | undefined;
}

/** What a task says of single ports, by their names. */
export type Ethernets = Readonly<Record<string, { match?: Match | undefined; mtu?: number | undefined }>>;

/** The MTUs that are said of single ports. */
export function mtusOf(ethernets: Ethernets = {}): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ethernets).flatMap(([name, { mtu }]) => (mtu === undefined ? [] : [[name, mtu]])),
  );
}

/** The links of the host that the file of a bridge describes, ports before what only carries a VLAN. */
export function portLines(
  bridge: { name: string; interfaces: readonly string[]; made: readonly MadeLink[] },
  ethernets: Ethernets = {},
): PortLine[] {
  const line = (name: string, silent: boolean): PortLine => {
    const { match = null, mtu = null } = Object.hasOwn(ethernets, name) ? (ethernets[name] ?? {}) : {};
    return { name, match, mtu, silent };
  };
  return [
    ...claimedBy(bridge).map((name) => line(name, true)),
    ...parentsOf(bridge).map((name) => line(name, false)),
  ];
}
