import { randomUUID } from 'node:crypto';
import type { Absence } from '../../controllers/presence.ts';
import type { HistoryPlace } from '../../history/history-place.ts';
import { overdueTransitions, reasonKind } from '../../notify/overdue.ts';
import type { Receiver } from '../../notify/receiver.ts';
import type { Io } from '../command.ts';
import { notify } from '../execution/notifying.ts';

/** Milliseconds after which receivers are offered the same again: one may not have been there. */
const AGAIN = 60_000;
/** What an alarm of the database is about; nobody can be notified of it. */
export const DATABASE = 'the database';
/** Milliseconds without a look after which a server is not well. */
const WELL = 30_000;

interface Watching {
  file: string;
  project: string;
  place: HistoryPlace;
  receivers: readonly Receiver[];
  /** Writes a line of the log. */
  say(text: string): void;
}

/**
 * Knows what is wrong, and notifies once when something begins or ends to be so. It counts time by a clock that is never
 * set.
 */
export class Watch {
  readonly #to: Watching;
  readonly #io: Io;
  #alarms: ReadonlyMap<string, string> = new Map();
  #told = { names: '', time: Number.NEGATIVE_INFINITY };
  #seen = performance.now();
  /** Why the last look failed. */
  #fault: string | undefined;
  #notifying: Promise<unknown> | undefined;

  constructor(to: Watching, io: Io) {
    this.#to = to;
    this.#io = io;
  }

  /** What is wrong; while the database is away, what was wrong before, too. */
  get alarms(): ReadonlyMap<string, string> {
    return this.#fault === undefined ? this.#alarms : new Map([...this.#alarms, [DATABASE, this.#fault]]);
  }

  /** Whether somebody looked lately, and the database answered. */
  get isWell(): boolean {
    return this.#fault === undefined && performance.now() - this.#seen < WELL;
  }

  /** The database did not answer. */
  fail(error: unknown): void {
    this.#fault = error instanceof Error && error.message !== '' ? error.message : String(error);
  }

  /** Waits for no receiver: one that does not answer would hold up all checks. It is told of the newest afterwards. */
  see({ alarms: found, unsure }: Absence): void {
    const now = performance.now();
    const kept = [...this.#alarms].filter(([about]) => unsure.has(about));
    const alarms = new Map([...found, ...kept]);
    this.#fault = undefined;
    this.#say(alarms);
    this.#alarms = alarms;
    this.#seen = now;
    if (this.#notifying) return;
    const names = [...[...alarms].map(([about, why]) => `${about}: ${reasonKind(why)}`), ...unsure]
      .toSorted()
      .join('\n');
    if (names === this.#told.names && now - this.#told.time < AGAIN) return;
    this.#told = { names, time: now };
    const { file, project, place, receivers } = this.#to;
    const time = new Date().toISOString();
    const notified = {
      changes: (before: Parameters<typeof overdueTransitions>[1]) =>
        overdueTransitions(alarms, before, { time, unsure, kinds: ['alarm', 'over'] }),
      // `schedule check` notifies the same receivers of other things, without this.
      ...{ time, name: { playbooks: [file], inventory: ['server,'] } },
      about: { run: randomUUID(), playbook: file, project, virtfleet: this.#io.version },
    };
    this.#notifying = notify(receivers, place, notified, this.#io).finally(() => {
      this.#notifying = undefined;
    });
  }

  /** A line of the log for each alarm that begins or ends. */
  #say(alarms: ReadonlyMap<string, string>): void {
    const before = this.#alarms;
    for (const [about, why] of alarms) {
      const was = before.get(about);
      if (was === undefined || reasonKind(was) !== reasonKind(why)) this.#to.say(`alarm: ${about}: ${why}`);
    }
    for (const about of before.keys()) if (!alarms.has(about)) this.#to.say(`over: ${about}`);
  }

  /** Resolves when no receiver is being notified. */
  async close(): Promise<void> {
    await this.#notifying;
  }
}
