import type { Probe } from '../../plan/probe.ts';
import type { Session } from '../../transport/session.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import type { Observations } from '../script/observations.ts';
import { readText, takeAnswers } from '../script/observe.ts';
import type { Asking } from './asking-task.ts';
import { answerHere } from './controller-steps.ts';

/**
 * Opens the shell of one host, as the login user or as root. With `attempt` it is over a connection that nothing else
 * shares, and given up after that time. Rejects with `Unreachable`.
 */
export type Open = (become: boolean, attempt?: { seconds: number }) => Promise<Session>;

/** A host that can be read. It has no way to send a step, and its virsh refuses writes. */
export class HostReader {
  protected readonly open: Open;
  protected readonly uri: string;
  readonly #sessions = new Map<boolean, Promise<Session>>();
  #trips = 0;
  /** Whether it does without root, because the login user may not become root. */
  isUnprivileged = false;
  readonly #fallsBack: boolean;

  /** `fallsBack`: where the login user may not become root, what he may see is read. */
  constructor(open: Open, uri: string, fallsBack = false) {
    this.open = open;
    this.uri = uri;
    this.#fallsBack = fallsBack;
  }

  /** Scripts sent so far over all sessions. */
  async roundTrips(): Promise<number> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    return sessions.reduce(
      (sum, opened) => sum + (opened.status === 'fulfilled' ? opened.value.roundTrips : 0),
      this.#trips,
    );
  }

  /** Asks all probes in one round trip a session. Rejects with `Unreachable` or `Lost`. */
  async observe(all: readonly Probe[], become: boolean, into: Observations, _by?: Asking): Promise<void> {
    const isHere = ({ ask }: Probe) => ask.kind === 'local';
    for (const probe of all.filter(isHere)) into.takeHere(probe, answerHere(probe));
    const probes = all.filter((probe) => !isHere(probe));
    if (probes.length > 0) await this.read(probes, await this.session(become), into);
  }

  protected async read(probes: readonly Probe[], session: Session, into: Observations): Promise<void> {
    const text = readText(probes, this.virsh, session.nonce);
    const reply = await session.run(text, { repeatable: true });
    into.take(probes, takeAnswers(probes, reply, session.nonce));
  }

  /** Gives the sessions up. What is done later opens new ones. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const opened of await Promise.allSettled(sessions)) {
      if (opened.status === 'rejected') continue;
      this.#trips += opened.value.roundTrips;
      await opened.value.close();
    }
  }

  protected get virsh() {
    return { uri: this.uri, readOnly: true };
  }

  /** From now on this session is used, and none of the earlier ones: they may be dead without a sign. */
  protected renew(become: boolean, session: Session): void {
    // Nobody waits for that: a host may be silent on its old connections.
    this.close().catch(() => undefined);
    this.#sessions.set(become, Promise.resolve(session));
  }

  protected session(become: boolean): Promise<Session> {
    const known = this.#sessions.get(become) ?? this.#opened(become);
    this.#sessions.set(become, known);
    return known;
  }

  async #opened(become: boolean): Promise<Session> {
    try {
      return await this.open(become);
    } catch (error) {
      const isDenied = become && error instanceof Unreachable && error.reason === 'become';
      if (!this.#fallsBack || !isDenied) throw error;
      this.isUnprivileged = true;
      return this.session(false);
    }
  }
}
