/** What may keep its connection while it waits for its next turn. */
interface Connected {
  /** Whether it will not be connected to any more. */
  readonly isClosed: boolean;
  /** Gives the connection up until its next turn. */
  suspend(): Promise<void>;
}

/** Milliseconds that a host keeps its connection, and with it its slot, though nobody else needs that. */
const IDLE = 30_000;

/** Milliseconds in which one of the first hosts should have ended. */
const PATIENCE = 1000;

/** Milliseconds from one of the others to the next behind that, on a machine that has time for them. */
const PACE = 10;

/**
 * Bounds how many hosts are connected to at once. Key exchanges that begin together share the processor, and so would
 * all end late. The first hosts go ahead; others join them as each ends, and after a second as soon as the machine has
 * time.
 */
export class Slots {
  #free: number;
  /** Those that nobody gets yet. */
  #later: number;
  #isPacing = false;
  readonly #waiting: (() => void)[] = [];
  /** Those that wait connected, the longest first, each with what ends that. */
  readonly #idle = new Map<Connected, NodeJS.Timeout>();

  /** At most so many hosts at once, of which so many are the first. */
  constructor(most: number, first = most) {
    this.#free = Math.min(most, first);
    this.#later = most - this.#free;
  }

  /**
   * Does work that needs a connection to the host, as soon as there is a slot. Who asked first is first. Unless its next
   * turn comes at once (`stays`), the host gives its connection up afterwards.
   */
  async use<T>(host: Connected, stays: boolean, work: () => Promise<T>): Promise<T> {
    await this.#enter(host);
    try {
      return await work();
    } finally {
      await this.#leave(host, stays);
    }
  }

  /** Waits within `use` for something for which the host needs no connection: others may have its slot. */
  async without(host: Connected, until: Promise<void>): Promise<void> {
    await this.#leave(host, true);
    await until;
    await this.#enter(host);
  }

  /** Ends the waiting of all; to be called when nobody will have a turn any more. */
  close(): void {
    for (const host of [...this.#idle.keys()]) this.#wake(host);
  }

  async #enter(host: Connected): Promise<void> {
    if (this.#wake(host)) return;
    const [longest] = this.#idle.keys();
    if (this.#free > 0) this.#free -= 1;
    else if (longest) {
      this.#wake(longest);
      await longest.suspend();
    } else {
      const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
      this.#pace();
      await turn;
    }
  }

  async #leave(host: Connected, stays: boolean): Promise<void> {
    if (stays && !host.isClosed && this.#waiting.length === 0) {
      this.#idle.set(host, setTimeout(() => this.#expire(host), IDLE).unref());
      return;
    }
    if (!host.isClosed) await host.suspend();
    this.#give();
    this.#add();
  }

  async #expire(host: Connected): Promise<void> {
    this.#wake(host);
    await host.suspend();
    this.#give();
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  /** One more, if there is to be one. */
  #add(): void {
    if (this.#later === 0) return;
    this.#later -= 1;
    this.#give();
  }

  /** Adds one after the other while somebody waits. A timer that is late shows that the machine is busy. */
  #pace(after = PATIENCE): void {
    if (this.#isPacing || this.#later === 0 || this.#waiting.length === 0) return;
    this.#isPacing = true;
    const due = performance.now() + after;
    setTimeout(() => {
      this.#isPacing = false;
      if (performance.now() - due < PACE) this.#add();
      this.#pace(PACE);
    }, after);
  }

  /** Whether it was idle, which it is not any more. */
  #wake(host: Connected): boolean {
    clearTimeout(this.#idle.get(host));
    return this.#idle.delete(host);
  }
}
