import type { BridgePort } from '../host/bridge-ports.ts';
import type { FileState } from '../host/files.ts';
import type { SelfPath } from '../management/self-path.ts';
import type { HostNetplan, NetplanFile } from '../netplan/host-files.ts';
import type { Settings } from '../netplan/losses.ts';
import type { Described } from '../netplan/take-over.ts';
import type { TakenFile } from '../netplan/taken-files.ts';
import type { Asked } from './kernel/asked.ts';
import type { Hardware } from './kernel/hardware.ts';
import type { BridgeParameters, LinkState } from './kernel/link.ts';
import type { MadeLink } from './kernel/made-link.ts';
import type { PortValue } from './kernel/port-values.ts';
import type { Servers } from './kernel/servers.ts';
import type { DesiredRoute } from './kernel/static-routes.ts';

/** A bridge as a task wants it: its file, and what the kernel then has. */
export interface DesiredBridge {
  name: string;
  path: string;
  content: string;
  /** What other files must not describe, with its ports under the names that files have for them, too. */
  described: Described;
  /** What is said of it, under the names of netplan. */
  settings: Settings;
  interfaces: readonly string[];
  /** MTUs of its ports and of what carries its VLANs, by what the file calls them. */
  mtus: Readonly<Record<string, number>>;
  /** What the file calls links that it finds by match, by the names that the kernel has for them. */
  ids: Readonly<Record<string, string>>;
  /** What its ports are to have. */
  portValues: readonly PortValue[];
  /** The bonds and VLANs that its file describes, too. */
  made: readonly MadeLink[];
  /** As the kernel writes them; see `globalAddresses`. */
  addresses: readonly string[];
  routes: readonly DesiredRoute[];
  servers?: Servers | undefined;
  /** Whether DHCP may add addresses that are not written. */
  dhcp: boolean;
  /** Who may lend it addresses and routes. */
  asks: readonly Asked[];
  mtu?: number | undefined;
  /** In lower case. */
  macaddress?: string | undefined;
  parameters?: { [Name in keyof BridgeParameters]?: BridgeParameters[Name] | undefined } | undefined;
}

/** What the plan of a bridge rests on. */
export interface CurrentBridge extends SelfPath {
  file: FileState;
  link: LinkState;
  /** Read only when one is wanted. */
  mac?: string | null | undefined;
  /** Read only when some are wanted; null where the host does not say them. */
  servers?: Servers | null | undefined;
  /** The links that have to do with it: those it takes, those below them, and those it makes. */
  links: Readonly<Record<string, LinkState>>;
  /** One for each that is wanted of the ports; null where it is no port. */
  portValues: readonly (number | null)[];
  /** All addresses of each link that it takes. */
  carries: Readonly<Record<string, readonly string[]>>;
  /** What is plugged into any bridge of the host. */
  bridgePorts: readonly BridgePort[];
  taken: readonly TakenFile[];
  /** Read only when it goes. */
  keptFiles: readonly NetplanFile[];
  /** The file as netplan last put it in place, where an earlier run did not come to its end. */
  applying: FileState;
  /** Read only when a file of cloud-init is taken over. */
  cloudInit?: FileState | undefined;
  netplan: HostNetplan;
  hardware: readonly Hardware[];
}
