import type { Peers } from '../../playbook/peers/peers.ts';
import type { OnceTask, ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Registered } from './registered.ts';

/** A host among the others that go through a play. */
export interface Among {
  registered: Registered;
  /** What another host has registered and set. */
  registeredOf(host: string): Registered;
  /** What is known of the others. */
  peers: Peers;
  /** Whether hosts go in step. */
  readonly isLinear: boolean;
  /** Told how far it has come; where hosts go in step, it waits for the others. */
  reached(order: readonly number[]): Promise<void>;
  /** Does a task, once few enough others are at it. */
  throttled<T>(task: ResolvedTask, work: () => Promise<T>): Promise<T>;
  /** Puts the host into a group; whether that is news of a run that is no forecast. */
  join(group: string, parents: readonly string[]): boolean;
  /** Takes in that it adds a host; whether that is news of a run that is no forecast. */
  add(host: string): boolean;
  /** Whether it has joined one, or hosts were added, which nothing on the host shows. */
  hasJoined(): boolean;
  /** Waits until the others have come as far. */
  others(): Promise<void>;
  /** Told that the hosts of the play cannot follow each other: one needs what others answer at the same time. */
  goTogether(): void;
  /** Ends the play for all hosts. */
  endPlay(): void;
  hasPlayEnded(): boolean;
  /** Whether the play had ended before the host set out, as one of a later batch. */
  comesTooLate(): boolean;
  /** The host takes no part any more. */
  fail(): void;
  /** Waits for the others at a task that one of them does: whether it is this one, or what came of it. */
  once(task: Pick<OnceTask, 'order' | 'batch'>): Promise<Turn>;
}

/** Whose turn it is to do a task that runs once. */
export type Turn =
  | { isOwn: true; done(end: OnceEnd): void }
  | { isOwn: false; host: string; registered: Registered; end: OnceEnd };

/** How a task that runs once ended. */
export type OnceEnd = 'finished' | 'failed' | 'interrupted';
