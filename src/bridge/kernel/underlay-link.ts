import { type AddressSource, addressSources } from './address-sources.ts';
import { globalAddresses } from './addresses.ts';
import type { DescribedBond } from './bond.ts';
import type { LinkState } from './link.ts';
import type { DesiredRoute } from './static-routes.ts';

/** A bond or a VLAN that the file of a bridge describes, too. */
export interface UnderlayLink {
  name: string;
  kind: 'bond' | 'vlan';
  /** The links that a bond takes; none for a VLAN. */
  interfaces: readonly string[];
  /** Only of a bond: its parameters, as far as they are written. */
  bond?: DescribedBond;
  /** Only of a VLAN. */
  vlan?: { id: number; link: string };
  /** As the kernel writes them; see `globalAddresses`. */
  addresses: readonly string[];
  routes?: readonly DesiredRoute[];
  /** Whether DHCP may add addresses that are not written. */
  dhcp?: boolean;
  sources?: readonly AddressSource[];
  mtu?: number | undefined;
}

/** What a task says of them, see `bridgeArguments`. */
interface Described {
  bonds?:
    | Readonly<
        Record<string, Settings & { interfaces: readonly string[]; parameters?: DescribedBond | undefined }>
      >
    | undefined;
  vlans?: Readonly<Record<string, Settings & { id: number; link: string }>> | undefined;
}

interface Settings {
  addresses: readonly string[];
  routes?: readonly DesiredRoute[] | undefined;
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
  'accept-ra'?: boolean | undefined;
  'link-local'?: readonly string[] | undefined;
  mtu?: number | undefined;
}

/** The bonds and VLANs that a task describes. */
export function underlayOf({ bonds = {}, vlans = {} }: Described): UnderlayLink[] {
  const of = (settings: Settings) => {
    const { addresses, routes = [], dhcp4, dhcp6, mtu } = settings;
    const dhcp = dhcp4 === true || dhcp6 === true;
    return { addresses: globalAddresses(addresses), routes, dhcp, sources: addressSources(settings), mtu };
  };
  return [
    ...Object.entries(bonds).map(([name, settings]) => {
      const { interfaces, parameters = {} } = settings;
      return { name, kind: 'bond' as const, interfaces, bond: parameters, ...of(settings) };
    }),
    ...Object.entries(vlans).map(([name, settings]) => {
      const { id, link } = settings;
      return { name, kind: 'vlan' as const, interfaces: [], vlan: { id, link }, ...of(settings) };
    }),
  ];
}

/** The links of the host that lose their own addresses: the ports of the bridge and of its bonds. */
export function hostPorts({ interfaces, underlay }: Over): string[] {
  const names = underlay.map(({ name }) => name);
  const all = [...interfaces, ...underlay.flatMap((link) => link.interfaces)];
  return [...new Set(all)].filter((link) => !names.includes(link));
}

/** The links of the host that only carry a VLAN. */
export function parentsOf({ name, interfaces, underlay }: Over & { name: string }): string[] {
  const others = [name, ...hostPorts({ interfaces, underlay }), ...underlay.map((link) => link.name)];
  const below = underlay.flatMap(({ vlan }) => (vlan ? [vlan.link] : []));
  return [...new Set(below)].filter((link) => !others.includes(link));
}

/** Both: the links of the host that a bridge names. */
export function linksBelow(bridge: Over & { name: string }): string[] {
  return [...hostPorts(bridge), ...parentsOf(bridge)];
}

interface Over {
  interfaces: readonly string[];
  underlay: readonly UnderlayLink[];
}

/** The ports that a bond is to have and has not. */
export function missing({ interfaces }: { interfaces: readonly string[] }, link: LinkState): string[] {
  return link.exists ? interfaces.filter((port) => !link.ports.includes(port)) : [];
}

/** The ports that a bridge or bond has and is not to have. */
export function leaving({ interfaces }: { interfaces: readonly string[] }, link: LinkState): string[] {
  return link.exists ? link.ports.filter((port) => !interfaces.includes(port)) : [];
}
