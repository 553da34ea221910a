import type { Joining } from '../../inventory/host.ts';
import type { Way } from '../../inventory/way.ts';
import type { AnyModule } from '../../modules/module.ts';
import type { Disruption } from '../../plan/change.ts';
import type { GuardSettings } from '../../plan/guard.ts';
import type { Wave } from '../../plan/rollout.ts';
import type { Place } from '../../problem.ts';
import type { Budget, WrittenGates } from '../model.ts';
import type { Peers } from '../peers/peers.ts';
import { leavesOf, type Tree } from '../task-tree.ts';

/** What is known of a task however it ends. */
export interface TaskHead {
  play: string;
  /** Whose playbook it is in, see `Origin`; absent of what Virtfleet does of itself. */
  project?: string;
  /** Its name as written, with the loop item behind it: `lease (item=vm1)`; the module's name when it has none. */
  name: string;
  module: string;
  place: Place;
  /** Where it stands in its play: comparable between hosts, index by index. Absent of handlers. */
  order?: readonly number[];
  /** The role that it belongs to, which its name begins with. */
  role?: string;
  /** Set on an item of a loop: results are gathered as `results`. */
  round?: Round;
  /** Set by `no_log`: nothing that it was given or answered is reported. */
  noLog?: true;
}

/** One item of a loop: how many were before it, and its variables, for what is registered. */
export interface Round {
  index: number;
  item: Readonly<Record<string, unknown>>;
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
  /** Set where `--disruption` of the command says that, as of a rollback: no playbook has a place for it. */
  consentIsOption?: true;
  register?: string;
  notify: readonly string[];
  ignoreErrors: boolean;
  /** The host goes on when the task does not reach it. */
  ignoreUnreachable?: true;
  /** What the playbook says of the result, instead of the module. */
  changedWhen?: Verdict;
  failedWhen?: Verdict;
  /** Its changes do not count unless `changedWhen` says so. */
  uncounted?: true;
  until?: Repetition;
  /** A real run only predicts it. */
  checkOnly?: true;
  /** How many hosts do it at the same time. */
  throttle?: number;
  /** Seconds to wait before it, as the next item of a loop. */
  pause?: number;
  /** Of the programs that it runs. */
  environment?: Readonly<Record<string, string>>;
  /** The host that does it instead. */
  delegateTo?: string;
  /** What it sets belongs to that host. */
  delegateFacts?: true;
  guard: GuardSettings;
}

/** Decided before the host is contacted, or by what the task did there. Throws ProblemError. */
export type Verdict = boolean | ((result: Readonly<Record<string, unknown>>) => boolean);

/** Tries again until the verdict is true, at most `retries` times, `delay` seconds apart. */
export interface Repetition {
  verdict: Verdict;
  retries: number;
  delay: number;
}

/** A task that a false condition leaves out. */
export interface SkippedTask extends TaskHead {
  kind: 'skipped';
  reason: string;
  register?: string;
  /** Set where its loop goes through nothing. */
  isEmpty?: true;
}

/** A task that waits for what earlier tasks register. `settle` throws ProblemError and OnlyRunTells. */
export interface PendingTask extends TaskHead {
  kind: 'pending';
  /** Names of the registered variables it waits for. */
  needs: readonly string[];
  /** Names of which some are what they were until a task sets them: they need not be settled. */
  settable: ReadonlySet<string>;
  /** Names that it sets itself. */
  sets: readonly string[];
  /** Set where it leaves its host as it is, whatever it comes to. */
  onlyReads?: true;
  register?: string;
  ignoreErrors?: true;
  settle(registered: Readonly<Record<string, unknown>>, peers?: Peers): readonly HostTree[];
}

/** Steers the play: runs the handlers notified so far, ends the play for the host, or brings handlers of a role. */
export type Steering =
  | { kind: 'flush_handlers'; order: readonly number[] | undefined }
  | { kind: 'end_play'; order: readonly number[] | undefined; isAsked: boolean }
  | { kind: 'end_host' }
  | { kind: 'handlers'; handlers: readonly HostHandler[] }
  | OnceTask;

/** A task with `run_once`: the first host of the batch that comes to it does it, the others take what it set. */
export interface OnceTask {
  kind: 'once';
  order: readonly number[];
  name: string;
  /** The hosts of the batch, in order. */
  batch: readonly string[];
  /** What the task came to; empty for hosts that do it only in place of another. */
  tasks: readonly HostTree[];
  /** What it comes to for a host that does it in place of the first one. */
  instead?: PendingTask;
  /** Names that it sets. */
  sets: readonly string[];
}

export type Resolved = ResolvedTask | SkippedTask | PendingTask;

export type HostTask = Resolved | Steering;

export type HostTree = Tree<HostTask>;

/** A handler: tasks that run once, after the play's tasks, when something notified one of `names`. */
export interface HostHandler {
  names: readonly string[];
  /** The role that it belongs to; empty or absent for one of the play itself. */
  group?: string;
  /** Further names, which may call several handlers; a name of its own calls one. */
  listen?: readonly string[];
  tasks: readonly HostTree[];
}

/** A play as one host meets it. */
export interface HostPlay {
  tasks: readonly HostTree[];
  handlers: readonly HostHandler[];
  /** What is looked at behind the wave of the host. */
  verify?: readonly HostTree[];
  /** Reads the facts of the host, where its own tasks need none of them. */
  facts?: HostTree;
}

/** All that one host gets in a play, handlers included. */
export function tasksOf(play: HostPlay | undefined): Resolved[] {
  const handlers = (play?.handlers ?? []).flatMap((handler) => handler.tasks);
  return resolvedIn([...(play?.tasks ?? []), ...handlers]);
}

/** The tasks of trees, those of handlers that they bring included. */
export function resolvedIn(trees: readonly HostTree[]): Resolved[] {
  return leavesOf(trees).flatMap((task): Resolved[] => {
    if (task.kind === 'handlers') return resolvedIn(task.handlers.flatMap(({ tasks }) => tasks));
    if (task.kind === 'once') return resolvedIn(task.tasks);
    return isResolved(task) ? [task] : [];
  });
}

export function isResolved(task: HostTask): task is Resolved {
  return task.kind === 'task' || task.kind === 'skipped' || task.kind === 'pending';
}

/** A play with its hosts in the batches of `serial`. */
export interface ResolvedPlay {
  name: string;
  /** Host names; one batch when the play has no `serial`. */
  batches: readonly (readonly string[])[];
  hosts: ReadonlyMap<string, HostPlay>;
  /** Its batches once hosts have joined groups, where only that tells which of `hosts` are in it. */
  late?(joinings: readonly Joining[]): readonly (readonly string[])[];
  /**
   * Set where neither `serial` nor `rollout` says how its hosts follow each other: those on which something is
   * disturbed come in waves. `canaries` are the hosts that `canary` names, `saved` the waves of a saved plan.
   */
  inWaves?: { canaries: readonly string[]; saved?: readonly Wave[] };
  /** Hosts wait for each other before each task. */
  isLinear?: true;
  /** What is asked between its waves; absent where nothing is written of that. */
  gates?: WrittenGates;
  /** What it says of its waves, in its own words. */
  terms?: readonly string[];
  /** A wave behind which it stops is rolled back. */
  rollsBack?: true;
  /** How many of its hosts may fail before nothing more starts; absent where nothing is said of that. */
  budget?: Budget;
  /** How it reaches its hosts, where it says something of that. */
  way?: Way;
}
