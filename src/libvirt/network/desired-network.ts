import type { Change } from '../../plan/change.ts';
import type { Version } from '../../versions/version.ts';
import type { Difference } from '../compare/difference.ts';
import type { Removals } from '../compare/unwritten.ts';
import type { Network } from '../model/network.ts';
import type { NetworkState } from '../observe/network-state.ts';
import type { Stamp } from '../ownership/stamp.ts';
import type { Plugged } from './attachments.ts';

/** A network as a task describes it. */
export interface DesiredNetwork {
  name: string;
  state: 'active' | 'inactive' | 'absent';
  /** Absent: on for a network that is active, otherwise as it is. */
  autostart?: boolean;
  definition: Network;
  /** What goes of what it does not write. */
  removals?: Removals;
  /** Its owner, where that is to be written into the network; null where it is to have none. */
  stamp?: Stamp | null;
  /** When a change is made that needs the network to be stopped and started; absent: now. */
  apply?: 'now' | 'next-start';
}

/** What the plan of a network rests on. */
export interface CurrentNetwork extends Plugged {
  network: NetworkState;
  version: Version;
}

/** The changes that lead to the desired network. */
export interface NetworkPlan {
  /** In order; each leaves the network as it is after it. */
  changes: Change[];
  /** Entries that stay although they were not written. */
  kept: Difference[];
  /** In what the network that runs stays as it was until it is started again. */
  waiting: readonly Difference[];
  /** What a restart brings about that the task does not say, in the words of `differingCopies`. */
  beside: readonly string[];
  next: NetworkState;
}
