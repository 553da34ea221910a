import { type Interrupts, pause } from '../../plan/interrupts.ts';
import type { Probe } from '../../plan/probe.ts';
import { isLocal, type Step } from '../../plan/step.ts';
import { Lost, type Session } from '../../transport/session.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import { DONE, NOTHING_BEGAN, type Performed, takePerformed, type Work } from '../apply.ts';
import { confirmation } from '../guard/confirmation.ts';
import type { Guard } from '../guard/guard.ts';
import { Keeper } from '../kept/keeper.ts';
import type { Writer } from '../script/lock.ts';
import type { Observations } from '../script/observations.ts';
import { readText, takeAnswers } from '../script/observe.ts';
import { type Answer, sent, taken } from './answer.ts';
import type { Asking } from './asking-task.ts';
import { inBrackets, inMidst } from './connection-failure.ts';
import { answerHere, type DoneHere, doHere } from './controller-steps.ts';
import { type LastWork, lastText } from './last-work.ts';
import { reconnect } from './reconnect.ts';
import { alone, type Turn } from './write-turns.ts';

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

/** Milliseconds for which the answer over the old connection is waited for, and seconds for one attempt at a new one. */
const SILENCE = 5000;
const ATTEMPT = 5;

/** What failed where it is no step of the task. */
const ARMING = 'To arm the rollback of this change';

/** A host that can be read and changed. */
export class HostWriter extends HostReader {
  readonly #writer: Writer;
  readonly #keeper: Keeper;
  readonly #wrote = new Set<boolean>();
  readonly #interrupts: Interrupts;
  /** Its turn among the connections of the run that write to the host. */
  turn: Turn = alone;

  constructor(open: Open, uri: string, writer: Writer, interrupts: Interrupts) {
    super(open, uri);
    this.#writer = writer;
    this.#interrupts = interrupts;
    this.#keeper = new Keeper(writer);
  }

  /** The same of tasks one behind the other, as far as each succeeds and holds. Some tasks need to come alone: groupOf. */
  async performAll([work, ...behind]: readonly [Work, ...Work[]], become: boolean, into: Observations) {
    if (behind.length > 0) return this.#script([work, ...behind], become, into);
    return [await this.perform(work, become, into)];
  }

  /**
   * Does the steps of a task and reads what proves them, in one round trip. Rejects with `Lost`, whose `sent` is false
   * where no step began.
   */
  async perform(work: Work, become: boolean, into: Observations): Promise<Performed> {
    const at = work.steps.findIndex((step) => step.do === 'reconnect' || isLocal(step));
    const step = work.steps[at];
    if (!step) return this.#send(work, become, into);
    const first = await this.#send({ ...work, steps: work.steps.slice(0, at), after: [] }, become, into);
    if (first.kind !== 'done') return first;
    const { failure, result } = await this.#doBetween(step, become).catch(inMidst);
    if (failure !== undefined)
      return { ...first, kind: 'step-failed', step: at, status: 1, stderr: Buffer.from(failure), result };
    const left = { ...work, before: [], steps: work.steps.slice(at + 1) };
    const rest = await this.perform(left, become, into).catch(inMidst);
    if (rest.kind === 'step-failed') return { ...rest, step: rest.step + at + 1 };
    return rest.kind === 'done' ? { ...rest, result: { ...result, ...rest.result } } : rest;
  }

  /** What no script on the host does. */
  async #doBetween(step: Step, become: boolean): Promise<DoneHere> {
    const { signal, cut } = this.#interrupts;
    if (isLocal(step)) return doHere(step, cut);
    if (step.do !== 'reconnect') throw new Error(`${step.do} is a step of a script`);
    const open = () => this.open(become, { seconds: ATTEMPT });
    const { session, refused } = await reconnect(step, open, signal);
    if (!session && signal.aborted) return { failure: 'interrupted before it was back' };
    if (!session) {
      const failure = `it did not answer over a new connection within ${step.seconds} s${inBrackets(refused)}`;
      return { failure };
    }
    this.renew(become, session);
    return {};
  }

  async #send(work: Work, become: boolean, into: Observations): Promise<Performed> {
    if (work.steps.length > 0) return (await this.#script([work], become, into))[0];
    await this.observe(work.after, become, into);
    return DONE;
  }

  async #script(tasks: readonly [Work, ...Work[]], become: boolean, into: Observations) {
    const session = await this.session(become);
    this.#wrote.add(become);
    const kept = tasks.map((task) => ({ ...task, keep: this.#keeper.before(task.touched, into) }));
    const answer = sent(kept, this.virsh, this.#writer, session);
    const [{ guard, ...work }] = tasks;
    const performed = guard
      ? ([await this.#confirm({ ...work, guard }, become, into, answer)] as const)
      : await taken(answer, into);
    for (const [index, came] of performed.entries())
      if (!NOTHING_BEGAN.includes(came.kind))
        this.#keeper.after(tasks[index]?.touched, into, !('unkept' in came));
    return performed;
  }

  /** The answer over the old connection tells at most that nothing was done; what counts comes over a new one. */
  async #confirm(
    work: Work & { guard: Guard },
    become: boolean,
    into: Observations,
    { sent, nonce }: Answer,
  ): Promise<Performed> {
    const { cut } = this.#interrupts;
    const begun = (error: unknown) => {
      if (!(error instanceof Lost && error.sent)) throw error;
    };
    const reply = await Promise.race([sent.catch(begun), pause(SILENCE, cut)]);
    const [first] = reply ? takePerformed(reply, nonce) : [];
    // What it has moved to is what the next plan goes by.
    if (reply && first?.kind === 'moved') into.take(work.after, takeAnswers(work.after, reply, nonce));
    if (first && NOTHING_BEGAN.includes(first.kind)) return first;
    // The first text arms the way back: where that failed, nothing was done.
    if (first?.kind === 'step-failed' && first.step === 0) return { ...first, what: ARMING };
    const ended = await confirmation(work.guard, {
      open: () => this.open(become, { seconds: ATTEMPT }),
      proof: async (session, said) => {
        await this.read(work.after, session, into);
        return work.proof?.(into, said);
      },
      before: work.before,
      virsh: this.virsh,
      writer: this.#writer,
      cut,
      isArmed: first !== undefined,
    });
    if (ended.kind === 'silent' || ended.kind === 'cut') return ended;
    this.renew(become, ended.session);
    await this.observe(work.after, become, into);
    if (ended.kind === 'confirmed') {
      const { said } = ended;
      const output = { ...said, printed: [said.stdout] };
      return said.status === 0 ? { kind: 'done', ...output } : { kind: 'step-failed', step: 0, ...output };
    }
    const { session: _, ...reverted } = ended;
    return reverted;
  }

  /** Does the last work, gives the lock back, if this run took it, and has the host note how it is left. */
  async unlock(last?: LastWork): Promise<void> {
    const wrote = new Set([...this.#wrote, ...(last ? [last.become] : [])]);
    this.#wrote.clear();
    for (const become of wrote) {
      const session = await this.session(become);
      const at = { become, virsh: this.virsh, writer: this.#writer, nonce: session.nonce };
      await session.run(lastText(last, this.#keeper.leave(), at));
    }
  }

  protected override get virsh() {
    return { uri: this.uri, readOnly: false };
  }
}
