import { availableParallelism } from 'node:os';
import { pause } from '../../plan/interrupts.ts';
import type { Pausing } from '../../plan/rollout.ts';
import type { Announce } from '../announce.ts';
import type { HostRun } from '../host.ts';
import { FleetState } from '../walk/fleet-state.ts';
import { Slots } from './slots.ts';

/** Hosts of a large fleet that are connected to at the very first: a key exchange for each processor. */
const FIRST = availableParallelism();

/** How a fleet is taken through its plays. */
export interface FleetSettings {
  /** How many hosts are connected to at once. */
  forks: number;
  announce: Announce;
  /** Aborted when nothing more begins. */
  signal: AbortSignal;
  pausing?: Pausing | undefined;
  /** By play, what waves were for that an earlier run has behind it. */
  passed?: ReadonlyMap<string, readonly string[]> | undefined;
}

/** The hosts of a run, of which at most `forks` are connected to at once, and what is known of them all. */
export class FleetHosts {
  readonly hosts: ReadonlyMap<string, HostRun>;
  readonly announce: Announce;
  /** By play, what waves were for that an earlier run has behind it. */
  readonly passed: ReadonlyMap<string, readonly string[]>;
  readonly planned = new FleetState(true);
  readonly performed = new FleetState(false);
  readonly #slots: Slots;
  readonly #signal: AbortSignal;
  readonly pausing: Pausing | undefined;

  constructor(
    hosts: ReadonlyMap<string, HostRun>,
    { forks, announce, signal, pausing, passed = new Map() }: FleetSettings,
  ) {
    this.hosts = hosts;
    this.announce = announce;
    this.#signal = signal;
    this.pausing = pausing;
    this.passed = passed;
    this.#slots = new Slots(forks, hosts.size > forks ? FIRST : forks);
  }

  get isInterrupted(): boolean {
    return this.#signal.aborted;
  }

  /** Asks a person, for that long at most. */
  async confirmed(question: string, timeout: number | undefined): Promise<boolean | undefined> {
    const limit = timeout === undefined ? [] : [AbortSignal.timeout(timeout)];
    return this.pausing?.ask?.(question, AbortSignal.any([this.#signal, ...limit]));
  }

  /** Waits, unless the run is interrupted. */
  wait(milliseconds: number): Promise<void> {
    return pause(milliseconds, this.#signal);
  }

  /** Does work that needs a connection to the host; `stays` keeps it for a next turn that comes soon. */
  use(name: string, stays: boolean, work: (host: HostRun) => Promise<void>): Promise<void> {
    const host = this.#host(name);
    return this.#slots.use(host.connection, stays, () => work(host));
  }

  /** Plans a host; only the first time there is something to do. */
  plan(name: string): Promise<void> {
    return this.#host(name)
      .plan((play) => this.planned.among(name, play, this.pause(name)))
      .finally(() => this.planned.left(name));
  }

  /** What waits for other hosts gives its slot to one that does not. */
  pause(name: string): (until: Promise<void>) => Promise<void> {
    const { connection } = this.#host(name);
    return async (until) => {
      await this.#slots.without(connection, until);
      await connection.ready();
    };
  }

  /** Gives all connections up for good. */
  async close(): Promise<void> {
    this.#slots.close();
    await all([...this.hosts.values()].map((host) => host.close()));
  }

  #host(name: string): HostRun {
    const host = this.hosts.get(name);
    if (!host) throw new Error(`no host of this run: ${name}`);
    return host;
  }
}

/** Like Promise.all, but a bug on one host lets the others come to their end first. */
export async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
