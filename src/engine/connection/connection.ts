import { Lost } from '../../transport/session.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import { isAbort } from './connection-failure.ts';
import type { HostReader } from './host-reader.ts';
import { HostWriter } from './host-writer.ts';
import type { LastWork } from './last-work.ts';

/** The connection of one host over a run: it may be given up between plays, and is in the end. */
export class HostConnection {
  /** Errors that came up when it was given up, and are nothing a host can cause. */
  readonly bugs: unknown[] = [];
  /** Scripts sent to the host, known once it is closed. */
  roundTrips = 0;
  readonly #remote: HostReader;
  #suspended: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(remote: HostReader) {
    this.#remote = remote;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** Gives the lock back and the connection up; what is done later opens a new one. */
  suspend(): Promise<void> {
    this.#suspended = this.#giveUp();
    return this.#suspended;
  }

  /** Resolves when nothing of an earlier `suspend` is under way any more. */
  async ready(): Promise<void> {
    await this.#suspended;
  }

  /** Does what is left to do, gives the lock back and the connection up for good. */
  close(last?: LastWork): Promise<void> {
    this.#closed ??= this.ready()
      .then(() => this.#giveUp(last))
      .then(async () => {
        this.roundTrips = await this.#remote.roundTrips();
      });
    return this.#closed;
  }

  async #giveUp(last?: LastWork): Promise<void> {
    const report = (error: unknown) => {
      // A host that is gone was reported with the task that met it, and its lock is void without its connection.
      if (!(error instanceof Lost || error instanceof Unreachable || isAbort(error))) this.bugs.push(error);
    };
    if (this.#remote instanceof HostWriter) await this.#remote.unlock(last).catch(report);
    await this.#remote.close().catch(report);
  }
}
