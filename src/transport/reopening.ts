import { randomBytes } from 'node:crypto';
import { Lost, type Reply, type RunOptions, type Session } from './session.ts';

/** A session that reconnects if that is safe: nothing was sent yet, or the script only reads. */
export class Reopening implements Session {
  readonly nonce = randomBytes(16).toString('hex');
  readonly #open: (signal?: AbortSignal) => Promise<Session>;
  #current: Session;
  #earlierTrips = 0;
  #closed = false;

  constructor(first: Session, open: (signal?: AbortSignal) => Promise<Session>) {
    this.#current = first;
    this.#open = open;
  }

  get roundTrips(): number {
    return this.#earlierTrips + this.#current.roundTrips;
  }

  async run(script: string, options: RunOptions = {}): Promise<Reply> {
    const session = this.#current;
    try {
      return await session.run(script, options);
    } catch (error) {
      if (!(error instanceof Lost) || this.#closed || (error.sent && !options.repeatable)) throw error;
      if (this.#current === session) await this.#reopen(error, options.signal);
      return this.#current.run(script, options);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#current.close();
  }

  async #reopen(lost: Lost, signal?: AbortSignal): Promise<void> {
    // Its shell may have died alone. The open connection would keep Virtfleet running.
    await this.#current.close();
    const next = await this.#open(signal).catch((error: unknown) => {
      throw Object.assign(lost, { cause: error });
    });
    this.#earlierTrips += this.#current.roundTrips;
    this.#current = next;
  }
}
