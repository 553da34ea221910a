import type { Listener } from '../plan/run-event.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { type Found, foundRow } from './found-row.ts';
import type { History } from './history.ts';
import type { HistoryPlace } from './history-place.ts';
import { HostProgress } from './host-progress.ts';
import { OutcomeRows, type Rows } from './outcome-rows.ts';
import { patiently, within } from './patience.ts';
import { type RunCommit, type RunHead, runRow, type Start } from './run-head.ts';
import { WaveProgress } from './wave-progress.ts';
import { insertRows, joined, NO_ROWS, upsertHosts, upsertWaves } from './write.ts';

/** How a run ended. */
export interface RunEnd {
  /** ISO 8601. */
  ended: string;
  exitCode: number;
  /** What a drift check found. */
  found?: Found;
}

export interface RecorderOptions {
  place: Exclude<HistoryPlace, { kind: 'none' }>;
  head: RunHead;
  /** Asked for while the hosts are contacted. */
  commit: Promise<RunCommit>;
  /** Gets one sentence on why the history lacks this run or its end. */
  warn: (why: string) => void;
}

/** Milliseconds for which outcomes are gathered before they are written. */
const GATHER = 100;

/**
 * Writes a run into the history while it goes on. Nothing that goes wrong here reaches the run: what could not be
 * written is tried again with what comes next, and reported once, at the end.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #hosts = new HostProgress();
  #opened: Promise<{ history: History; run: number; rows: OutcomeRows }> | undefined;
  readonly #waves = new WaveProgress();
  #queue: TaskRecord[] = [];
  /** Rows that are in no finished transaction. */
  #unwritten: Rows = NO_ROWS;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  readonly listener: Listener = (event) => {
    switch (event.type) {
      case 'run-started':
        this.#hosts.begin(event.hosts);
        this.#opened = this.#begin(event);
        // Reported at the end.
        this.#opened.catch(() => {});
        break;
      case 'task-ended':
        this.#hosts.add(event.record);
        this.#queue.push(event.record);
        this.#gather();
        break;
      case 'host-ended':
        this.#hosts.end(event.host);
        this.#gather();
        break;
      default:
        if (this.#waves.take(event)) this.#gather();
    }
  };

  /**
   * Asks the history something before this run ends; `run` is the number of this one. Undefined where it cannot be
   * asked.
   */
  async ask<T>(question: (history: History, run: number) => Promise<T>): Promise<T | undefined> {
    try {
      const { history, run } = (await this.#opened) ?? {};
      if (!history || run === undefined) return undefined;
      return await within(this.#work.then(() => question(history, run)));
    } catch {
      // What is wrong with the history is told at the end.
      return undefined;
    }
  }

  /** Writes the end of the run, with all that is left, in one transaction. Never rejects. */
  async finish(end: RunEnd): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#opened) return;
    const last = this.#work.then(() => this.#write(end));
    try {
      await within(last);
    } catch (error) {
      this.#options.warn(error instanceof Error ? error.message : String(error));
    }
    // What does not answer is left to its own time limits.
    const closing = this.#opened.then(({ history }) => history.destroy()).catch(() => {});
    await within(closing).catch(() => {});
  }

  async #begin(start: Start) {
    const { place, head, commit } = this.#options;
    // Its libraries are loaded while the hosts are contacted.
    const { openHistory } = await import('./history.ts');
    const history = await openHistory(place);
    try {
      const row = runRow(start, head, await commit);
      const run = await patiently(() =>
        history.transaction().execute(async (transaction) => {
          const { number } = await transaction
            .insertInto('runs')
            .values(row)
            .returning('number')
            .executeTakeFirstOrThrow();
          await upsertHosts(transaction, this.#hosts.rowsOf(number, this.#hosts.names()));
          return number;
        }),
      );
      return { history, run, rows: new OutcomeRows(run, start.time) };
    } catch (error) {
      await history.destroy();
      throw error;
    }
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What fails is tried again with what comes next.
      this.#work = this.#work.then(() => this.#write()).catch(() => {});
    }, GATHER).unref();
  }

  async #write(end?: RunEnd): Promise<void> {
    const { history, run, rows } = (await this.#opened) ?? {};
    if (!history || run === undefined || !rows) return;
    this.#unwritten = joined(this.#unwritten, rows.rowsOf(this.#queue.splice(0)));
    const waves = this.#waves.rowsOf(run);
    const hosts = end ? this.#hosts.names() : this.#hosts.ended();
    await patiently(() =>
      history.transaction().execute(async (transaction) => {
        await insertRows(transaction, this.#unwritten);
        await upsertHosts(transaction, this.#hosts.rowsOf(run, hosts, end !== undefined));
        await upsertWaves(transaction, waves);
        if (end?.found) await transaction.insertInto('findings').values(foundRow(run, end.found)).execute();
        if (end)
          await transaction
            .updateTable('runs')
            .set({ ended: end.ended, exit_code: end.exitCode })
            .where('number', '=', run)
            .execute();
      }),
    ).catch((error: unknown) => {
      this.#waves.again(waves);
      throw error;
    });
    this.#unwritten = NO_ROWS;
    this.#hosts.wrote(hosts);
  }
}
