import type { BridgePort } from '../host/bridge-ports.ts';
import type { SelfPath } from '../management/self-path.ts';
import type { Hardware } from './kernel/hardware.ts';
import type { LinkState } from './kernel/link.ts';
import type { Servers } from './kernel/servers.ts';
import type { HostRenderer } from './renderer.ts';

/** What the plan of a bridge rests on: what the kernel shows, and the renderer of the host. */
export interface CurrentBridge extends SelfPath {
  renderer: HostRenderer;
  link: LinkState;
  /** Read only when the task sets one. */
  mac?: string | null | undefined;
  /** Read only when the task sets some; null where the host does not expose them. */
  servers?: Servers | null | undefined;
  /** The links that have to do with it: those it takes, those below them, and those it makes. */
  links: Readonly<Record<string, LinkState>>;
  /** One for each that the task sets; null where the link is no port. */
  portValues: readonly (number | null)[];
  /** All addresses of each link that it takes. */
  carries: Readonly<Record<string, readonly string[]>>;
  /** The ports of all bridges of the host. */
  bridgePorts: readonly BridgePort[];
  hardware: readonly Hardware[];
}
