import type { Dependency } from '../plan/dependency.ts';
import type { Mode } from '../plan/outcome.ts';
import type { TopologyRead } from '../plan/topology.ts';
import type { Announce } from './announce.ts';
import type { UnmanagedSearch } from './applied/drift-check.ts';
import type { Writer } from './script/lock.ts';
import type { Observations } from './script/observations.ts';
import type { Delegate } from './sites.ts';

/** How hosts are taken through their plays. */
export interface HostSettings {
  mode: Mode;
  /** Write what can be written although something else on the host is blocked. */
  partial: boolean;
  announce: Announce;
  /** Which probes follow from others. */
  dependencies: readonly Dependency[];
  interrupted(): boolean;
  /** Contacts a host that tasks are delegated to. */
  delegate: Delegate;
  /** Who records on the host what was applied. */
  writer?: Writer;
  /** In a drift check: how to find what no task describes. */
  search?: UnmanagedSearch | undefined;
  /** Gets what is known of a host once it is done: observed, and in a dry run overlaid with the predictions. */
  known?: ((host: string, known: Observations) => void) | undefined;
  /** How the networks of the host are read for a drawing, where one is made. */
  topology?: TopologyRead | undefined;
}
