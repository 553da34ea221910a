import type { Probe } from '../plan/probe.ts';
import type { Session } from '../transport/session.ts';
import { lockFunctions, type Writer } from './lock.ts';
import type { Observations } from './observations.ts';
import { type Performed, performText, takePerformed, type Work } from './perform.ts';
import { readText, takeAnswers } from './read.ts';

/** Opens the shell of one host, as the login user or as root. Rejects with `Unreachable`. */
export type Open = (become: boolean) => Promise<Session>;

/** A host that can be read. It has no way to send a step, and its virsh refuses writes. */
export class Reader {
  readonly #open: Open;
  protected readonly uri: string;
  readonly #sessions = new Map<boolean, Promise<Session>>();

  constructor(open: Open, uri: string) {
    this.#open = open;
    this.uri = uri;
  }

  /** Scripts sent so far over all sessions. */
  async roundTrips(): Promise<number> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    return sessions.reduce(
      (sum, opened) => sum + (opened.status === 'fulfilled' ? opened.value.roundTrips : 0),
      0,
    );
  }

  /** Asks all probes in one round trip a session. Rejects with `Unreachable` or `Lost`. */
  async observe(probes: readonly Probe[], become: boolean, into: Observations): Promise<void> {
    if (probes.length === 0) return;
    const session = await this.session(become);
    const text = readText(probes, this.virsh, session.nonce);
    const reply = await session.run(text, { repeatable: true });
    into.take(probes, takeAnswers(probes, reply, session.nonce));
  }

  async close(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    for (const opened of sessions) if (opened.status === 'fulfilled') await opened.value.close();
  }

  protected get virsh() {
    return { uri: this.uri, readOnly: true };
  }

  protected session(become: boolean): Promise<Session> {
    const known = this.#sessions.get(become) ?? this.#open(become);
    this.#sessions.set(become, known);
    return known;
  }
}

/** A host that can be read and changed. */
export class Changer extends Reader {
  readonly #writer: Writer;
  readonly #wrote = new Set<boolean>();

  constructor(open: Open, uri: string, writer: Writer) {
    super(open, uri);
    this.#writer = writer;
  }

  /** Does the steps of a task and reads what proves them, in one round trip. Rejects with `Lost`. */
  async perform(work: Work, become: boolean, into: Observations): Promise<Performed> {
    const session = await this.session(become);
    this.#wrote.add(become);
    const reply = await session.run(performText(work, this.virsh, this.#writer, session.nonce));
    into.take(work.after, takeAnswers(work.after, reply, session.nonce));
    return takePerformed(reply, session.nonce);
  }

  /** Gives the lock back, if this run took it. */
  async unlock(): Promise<void> {
    for (const become of this.#wrote) {
      const session = await this.session(become);
      await session.run(`${lockFunctions(this.#writer)}\nunlock`);
    }
  }

  protected override get virsh() {
    return { uri: this.uri, readOnly: false };
  }
}
