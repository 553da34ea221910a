import type { AnyModule } from '../../modules/module.ts';
import type { Disruption } from '../../plan/change.ts';
import type { GuardSettings } from '../../plan/guard.ts';
import type { Place } from '../../problem.ts';
import { leavesOf, type Tree } from '../task-tree.ts';

/** What is known of a task however it ends. */
export interface TaskHead {
  play: string;
  /** Its name as written, with the loop item behind it: `lease (item=vm1)`; the module's name when it has none. */
  name: string;
  module: string;
  place: Place;
  /** Set by `no_log`: nothing that it was given or answered is reported. */
  noLog?: true;
}

/** A task of one host with nothing left to decide but the host's state. */
export interface ResolvedTask extends TaskHead {
  kind: 'task';
  definition: AnyModule;
  /** What `observe` and `plan` of the module get. */
  desired: unknown;
  become: boolean;
  /** The highest disruption it may cause. */
  consent: Disruption;
  register?: string;
  /** Set on the tasks of a loop: their results are gathered as `results`. */
  looped: boolean;
  notify: readonly string[];
  ignoreErrors: boolean;
  /** What the playbook says of the result of a module whose effect nobody can know. */
  changedWhen?: Verdict;
  failedWhen?: Verdict;
  guard: GuardSettings;
}

/** Decided before the host is contacted, or by what the task did there. Throws ProblemError. */
export type Verdict = boolean | ((result: Readonly<Record<string, unknown>>) => boolean);

/** A task that a false condition leaves out. */
export interface SkippedTask extends TaskHead {
  kind: 'skipped';
  reason: string;
  register?: string;
}

/** A task that waits for what earlier tasks register. `settle` throws `ProblemError`. */
export interface PendingTask extends TaskHead {
  kind: 'pending';
  /** Names of the registered variables it waits for. */
  needs: readonly string[];
  /** Names of which some are what they were until a task sets them: they need not be settled. */
  settable: ReadonlySet<string>;
  /** Names that it sets itself. */
  sets: readonly string[];
  settle(registered: Readonly<Record<string, unknown>>): readonly ResolvedTree[];
}

/** Runs the handlers notified so far; written `flush_handlers: true`. */
export interface FlushHandlers {
  kind: 'flush_handlers';
}

export type Resolved = ResolvedTask | SkippedTask | PendingTask;

export type HostTask = Resolved | FlushHandlers;

/** Tasks without those that only steer the play. */
export type ResolvedTree = Tree<Resolved>;

export type HostTree = Tree<HostTask>;

/** A handler: tasks that run once, after the play's tasks, when something notified one of `names`. */
export interface HostHandler {
  names: readonly string[];
  tasks: readonly ResolvedTree[];
}

/** A play as one host meets it. */
export interface HostPlay {
  tasks: readonly HostTree[];
  handlers: readonly HostHandler[];
}

/** All that one host gets in a play, handlers included. */
export function tasksOf(play: HostPlay | undefined): Resolved[] {
  const tasks = leavesOf(play?.tasks ?? []).filter((task) => task.kind !== 'flush_handlers');
  return [...tasks, ...(play?.handlers ?? []).flatMap((handler) => leavesOf(handler.tasks))];
}

/** A play with its hosts in the batches of `serial`. */
export interface ResolvedPlay {
  name: string;
  /** Host names; one batch when the play has no `serial`. */
  batches: readonly (readonly string[])[];
  hosts: ReadonlyMap<string, HostPlay>;
}
