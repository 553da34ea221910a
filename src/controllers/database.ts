import { type History, openHistory } from '../history/history.ts';
import type { HistoryPlace } from '../history/history-place.ts';
import { within } from '../history/patience.ts';

/** Milliseconds that a question may take, connecting included. */
const PATIENCE = 10_000;

/**
 * The database of controllers that run for months. A connection on which something failed is given up and made anew: the
 * network may have lost it, and nobody would tell.
 */
export class Database {
  readonly #place: Exclude<HistoryPlace, { kind: 'none' }>;
  #opened: Promise<History> | undefined;

  constructor(place: Exclude<HistoryPlace, { kind: 'none' }>) {
    this.#place = place;
  }

  /** Rejects with the reason why there is no answer. */
  async ask<T>(question: (history: History) => Promise<T>): Promise<T> {
    this.#opened ??= openHistory(this.#place);
    const opened = this.#opened;
    try {
      return await within(opened.then(question), PATIENCE);
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined;
      // It may be at another question still, or never end.
      opened.then((history) => history.destroy()).catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    const history = await this.#opened?.catch(() => undefined);
    await history?.destroy();
  }
}
