import type { Origin } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import type { Peers } from '../peers/peers.ts';
import type { Project } from '../project.ts';

/** What a host and its play give a task. */
export interface PlayContext {
  play: string;
  host: string;
  /** All variables of the task but the items of its loop. */
  scope: Scope;
  project: Project;
  origin: Omit<Origin, 'task'>;
  become: {
    /** What variables say, which wins over plays and tasks. */
    forced: boolean | undefined;
    /** Where neither the play nor the task says. */
    otherwise: boolean;
  };
  /** Whether a task may be delegated to a host of this name. */
  isHost(name: string): boolean;
  /** Takes what is doubtful in a condition. */
  warn(problem: Problem): void;
  /** Where the task stands in its play; absent of handlers. */
  order: readonly number[] | undefined;
  /** The values of those of the names that tell of other hosts. */
  live(names: readonly string[], peers: Peers | undefined): Readonly<Record<string, unknown>>;
  /** Names that some `set_fact` may set. */
  settable: ReadonlySet<string>;
  /** Whether this host runs tasks with `run_once`. */
  isFirst: boolean;
  /** The hosts of its batch. */
  batch: readonly string[];
}
