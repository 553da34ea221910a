import type { ConnectionSettings } from './connections.ts';
import type { UnmanagedSearch } from './engine/applied/drift-check.ts';
import type { Review } from './engine/host-settings.ts';
import type { GroupNames } from './inventory/inventory-builder.ts';
import type { LimitSets } from './inventory/limit.ts';
import type { Mode } from './plan/outcome.ts';
import type { Pausing, Wave } from './plan/rollout.ts';
import type { TopologyRead } from './plan/topology.ts';
import type { Variable } from './template/interpolation/variable.ts';

/** What to run, how to connect, and how far to go. */
export interface RunRequest {
  selection: Selection;
  connection: ConnectionSettings;
  mode: Mode;
  /** Write to a host even if another task on it is blocked. */
  partial: boolean;
  /** `name@machine`, for reports and for the lock on the hosts. */
  owner: string;
  /** In a drift check: how to find what no task describes, where that is asked for. */
  search?: UnmanagedSearch;
  /** How the networks of hosts are read for drawings, where they are made. */
  topology?: TopologyRead;
  /** Who looks at what is planned for a host, where a plan is saved or held to. */
  review?: (host: string) => Review;
  /** By play, what waves were for which an earlier run has behind it: this one goes on with it. */
  passed?: ReadonlyMap<string, readonly string[]>;
  /** Who says whether the next wave of a rollout begins. */
  pausing?: Pausing;
  /** The id of the saved plan that is applied. */
  savedPlan?: string;
  /** Whether it is known of a run that holds the lock of a host that it is over. */
  isOver?: (run: string) => Promise<boolean>;
  /** The waves of plays that a saved plan has. */
  rollouts?: readonly { play: string; waves: readonly Wave[] }[];
}

/** The selection: playbooks, hosts, tasks and values. */
export interface Selection {
  playbooks: readonly string[];
  inventory: readonly string[];
  limit: string | undefined;
  /** What sets such as `@failed` in the limit mean. */
  limitSets?: LimitSets | undefined;
  tags: readonly string[];
  skipTags: readonly string[];
  /** The name of the first task that runs, where it is not the first of all. */
  startAtTask?: string | undefined;
  /** Values of `-e`, which override all others. */
  extraVars: Readonly<Record<string, Variable>>;
  /** Folders with templates: the first that has a name wins, the last has the shipped ones. */
  templateFolders: readonly string[];
  /** Whether plays gather facts unless they say otherwise. */
  gathers?: boolean | undefined;
  /** Folders of roles, in place of the usual ones. */
  rolesPath?: readonly string[] | undefined;
  /** Whether hosts that fail run their handlers, where a play does not say. */
  forcesHandlers?: boolean | undefined;
  /** What becomes of characters in the names of groups that a variable cannot have. */
  groupNames?: GroupNames | undefined;
}
