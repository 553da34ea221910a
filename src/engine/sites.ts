import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { HostConnection } from './connection/connection.ts';
import type { HostReader } from './connection/host-reader.ts';
import { HostReads, type Waiting } from './host-reads.ts';
import type { Observations } from './script/observations.ts';

/** A host on which tasks of a play are done: the host itself, or one that they are delegated to. */
export interface Site {
  remote: HostReader;
  reads: HostReads;
  observed: Observations;
}

/** Contacts a host by its name in the inventory, over connections of its own. */
export type Delegate = (name: string) => HostReader;

/** Where the tasks of one host are done. */
export class Sites {
  readonly own: Site;
  readonly #delegate: Delegate;
  readonly #waiting: Waiting;
  readonly #empty: () => Observations;
  readonly #others = new Map<string, Site>();

  /** `empty` makes what is known of a host of which nothing was read. */
  constructor(own: Site, delegate: Delegate, waiting: Waiting, empty: () => Observations) {
    this.own = own;
    this.#delegate = delegate;
    this.#waiting = waiting;
    this.#empty = empty;
  }

  of({ delegateTo }: Pick<ResolvedTask, 'delegateTo'>): Site {
    if (delegateTo === undefined) return this.own;
    const known = this.#others.get(delegateTo);
    if (known) return known;
    const remote = this.#delegate(delegateTo);
    const site = { remote, reads: new HostReads(remote, this.#waiting), observed: this.#empty() };
    this.#others.set(delegateTo, site);
    return site;
  }

  /** What other hosts show may have changed while this one was waiting. */
  forgetOthers(): void {
    for (const { observed } of this.#others.values()) observed.forget();
  }

  /** Gives the connections to other hosts up for good. */
  async close(): Promise<void> {
    await Promise.all([...this.#others.values()].map(({ remote }) => new HostConnection(remote).close()));
  }
}
