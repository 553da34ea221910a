import type { Described, Settings } from './described.ts';
import type { AddressSource } from './kernel/address-sources.ts';
import type { BridgeParameters } from './kernel/link.ts';
import type { Matcher } from './kernel/match.ts';
import type { PortValue } from './kernel/port-values.ts';
import type { Servers } from './kernel/servers.ts';
import type { DesiredRoute } from './kernel/static-routes.ts';
import type { UnderlayLink } from './kernel/underlay-link.ts';

/** A bridge as a task describes it, before a host is asked. */
export interface RequestedBridge {
  name: string;
  state: 'present' | 'absent';
  /** Its netplan file. */
  path: string;
  /** That file as the project's template writes it. */
  content: string;
  /** Files of others out of which it takes what it describes. */
  takesOver: readonly string[];
  /** The arguments of the task, under the names of netplan. */
  settings: Settings;
  interfaces: readonly string[];
  /** Links that it finds by their marks. */
  matchers: readonly Matcher[];
  /** MTUs of its ports and of what carries its VLANs, by what the file calls them. */
  mtus: Readonly<Record<string, number>>;
  /** Values of its ports. */
  portValues: readonly PortValue[];
  /** Bonds and VLANs that its file describes, too. */
  underlay: readonly UnderlayLink[];
  /** As the kernel writes them; see `globalAddresses`. */
  addresses: readonly string[];
  routes: readonly DesiredRoute[];
  servers?: Servers | undefined;
  /** Whether DHCP may add addresses that are not written. */
  dhcp: boolean;
  /** What may give it addresses and routes. */
  sources: readonly AddressSource[];
  mtu?: number | undefined;
  /** In lower case. */
  macaddress?: string | undefined;
  parameters?: { [Name in keyof BridgeParameters]?: BridgeParameters[Name] | undefined } | undefined;
}

/** The same on a host: its ports have the names of the kernel. */
export interface DesiredBridge extends RequestedBridge {
  /** What other files must not describe; its ports have here their names in files, too. */
  described: Described;
  /** What the file calls links that it finds by match, by the names that the kernel has for them. */
  ids: Readonly<Record<string, string>>;
}
