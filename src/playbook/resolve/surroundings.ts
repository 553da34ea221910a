import type { Variables } from '../../inventory/host.ts';
import type { Handler, Meta, TaskBase, TaskTree } from '../model.ts';
import type { PlaySettings } from './play-settings.ts';
import type { HostTree } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import type { TaskVariables } from './task-variables.ts';

/** What includes around tasks give them. */
export interface Surroundings {
  /** The variables of the includes themselves. */
  params: Variables;
  /** The items of their loops, which nothing replaces. */
  items: Variables;
  /** Where it stands in its play: the index in each list around it. Absent of handlers. */
  order: readonly number[] | undefined;
  /** How many includes there are. */
  depth: number;
}

/** What resolves the tasks of a host, as includes use it. */
export interface Resolver {
  readonly settings: PlaySettings;
  trees(trees: readonly TaskTree[], known: TaskVariables, surroundings: Surroundings): HostTree[];
  context(task: TaskBase | Meta, known: TaskVariables, surroundings: Surroundings): PlayContext;
  /** Brings handlers of a role, which see what its include gives it. */
  handlers(handlers: readonly Handler[], known: TaskVariables, surroundings: Surroundings): HostTree[];
  /** Does while the play runs what would have been done before it. Throws ProblemError with all that is wrong. */
  later(work: () => HostTree[]): HostTree[];
}
