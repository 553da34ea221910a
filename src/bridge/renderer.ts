import type { NetworkServices } from '../host/network-services.ts';
import type { Change } from '../plan/change.ts';
import type { Rollback, Trial } from '../plan/plan.ts';
import type { Probe, Probes } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import type { DescribedLink } from './described.ts';
import type { DesiredBridge, RequestedBridge } from './desired-bridge.ts';
import type { Hardware } from './kernel/hardware.ts';
import type { BridgeParameters } from './kernel/link.ts';

/**
 * What configures the links of a host from files, such as netplan. A bridge needs of it: whether the host is its own,
 * what it reads there, and a `HostRenderer` for the bridge on that host. The rest of this room compares with the
 * kernel and knows no renderer.
 */
export interface Renderer {
  /** The name that its users know. */
  name: string;
  /** Whether it configures the links of a host on which these services run. */
  runs: (services: NetworkServices) => boolean;
  /** What it reads of a host for a bridge, beside what the kernel shows. The keys are its own. */
  probes: (bridge: RequestedBridge) => Probes;
  /** The bridge on a host that gave these answers, or why this renderer cannot configure one. */
  on: (bridge: RequestedBridge, host: HostAnswers) => HostRenderer | Refused;
}

/** What a host answered. */
export interface HostAnswers {
  /** By the keys of `probes`. */
  read: Readonly<Record<string, unknown>>;
  services: NetworkServices;
  hardware: readonly Hardware[];
}

/** A renderer that configures no bridge: why, and what to do. */
export interface Refused {
  refusal: string;
}

/** A renderer at work on one bridge of one host. It reads nothing and writes nothing: it only plans. */
export interface HostRenderer {
  /** Why the host cannot have the bridge beside what other files describe, and what to do. */
  conflicts: (bridge: DesiredBridge) => string | undefined;
  /** Why these links cannot be removed: links in the files of others lie on them. */
  dependents: (links: readonly string[]) => string | undefined;
  /** The links that the files of the bridge describe now. */
  described: readonly DescribedLink[];
  /** Those that they described when they were last applied. The kernel keeps of these what nobody resets. */
  applied: readonly DescribedLink[];
  /** Those that they describe from now on. */
  describes: (bridge: DesiredBridge) => readonly DescribedLink[];
  /** Of the parameters of the bridge those that it sets. */
  settable: (parameters: Partial<BridgeParameters>) => Partial<BridgeParameters>;
  /** Writes the files of the bridge. */
  files: (bridge: DesiredBridge) => FileChanges;
  /** Removes them. */
  removal: () => FileRemoval;
  /**
   * What the renderer itself says of the files that these changes leave, tried before they are written; nothing where no
   * file changes. They may apply nothing of what somebody else wrote about `session`, the links of this session.
   */
  check: (changes: readonly Change[], session: readonly string[]) => Probe<Trial> | undefined;
  /** Configures these links as the files say, and no others where that is possible. */
  apply: (links: readonly string[]) => Step;
  /** Fails where `apply` would also change what somebody else wrote about these links and never applied. */
  refusePending: (links: readonly string[]) => Step;
  /** Configures all links from the files, once these are put back; `boot` where the host has no network yet. */
  rollback: Pick<Rollback, 'steps' | 'boot'>;
}

/**
 * NetworkManager sets these with a spanning tree only (nm-device-bridge.c): without one they mean nothing, since ports
 * forward at once.
 */
export function settableByNetworkManager(parameters: Partial<BridgeParameters>): Partial<BridgeParameters> {
  if (parameters.stp !== false) return parameters;
  const { stp, 'ageing-time': ageing } = parameters;
  return { stp, ...(ageing !== undefined && { 'ageing-time': ageing }) };
}

/** Steps with what they make observable. */
export type Closing = Pick<Change, 'steps' | 'predictions'>;

export interface FileChanges {
  changes: readonly Change[];
  /** Whether the description of the bridge itself changes. */
  isNew: boolean;
  /** Reported where nothing differs, but an earlier run ended before it applied its files. */
  unapplied: readonly Change[];
  /** Done last, when the kernel has all of it. */
  finish: Closing;
}

export interface FileRemoval extends Closing, Pick<Change, 'diff'> {
  /** Whether there are files to remove. */
  isDescribed: boolean;
  /** Changes that give back to the files of others what was taken out of them. */
  givenBack: readonly Change[];
  finish: Closing;
  warnings: readonly string[];
}
