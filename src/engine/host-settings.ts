import type { Dependency } from '../plan/dependency.ts';
import type { GuestLinksRead } from '../plan/guest-links.ts';
import type { Interrupts } from '../plan/interrupts.ts';
import type { Mode, Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { Probe } from '../plan/probe.ts';
import type { TopologyRead } from '../plan/topology.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Announce } from './announce.ts';
import type { UnmanagedSearch } from './applied/drift-check.ts';
import type { Planned } from './applied/explain.ts';
import type { Writer } from './script/lock.ts';
import type { Observation, Observations } from './script/observations.ts';
import type { Delegate } from './sites.ts';

/** How hosts are taken through their plays. */
export interface HostSettings {
  mode: Mode;
  /** Write what can be written although something else on the host is blocked. */
  partial: boolean;
  announce: Announce;
  /** Which probes follow from others. */
  dependencies: readonly Dependency[];
  interrupts: Interrupts;
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
  /** How it is read which guests are connected, for the gates of rollouts. */
  guestLinks?: GuestLinksRead | undefined;
  /** Who looks at the plan of a host, where one is saved or held to. */
  review?: ((host: string) => Review) | undefined;
}

/** Who looks at what is planned for one host before anything is written there: a saved plan is made, or held to. */
export interface Review {
  /** Read with what the tasks need. */
  readonly probes: readonly Probe[];
  /** Gets what all plays come to on the host; gives why nothing may be done there. */
  planned(host: PlannedHost): string | undefined;
  /** Why the changes of a task, which is about to be performed, may not be made. */
  forbids(task: ResolvedTask, plan: Plan): string | undefined;
}

/** Where a task is done: on the host itself unless it is delegated. */
export type TaskPlace = Pick<ResolvedTask, 'delegateTo'>;

/** The plan of a host, and what it rests on. */
export interface PlannedHost {
  tasks: readonly Planned[];
  outcomes: readonly Outcome[];
  /** What is known of a probe of a task, as the host answered it where it did. */
  known(task: TaskPlace, probe: Probe): Observation | undefined;
}
