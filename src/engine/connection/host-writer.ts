import { type Interrupts, pause } from '../../plan/interrupts.ts';
import { isLocal, type Step } from '../../plan/step.ts';
import { Lost } from '../../transport/session.ts';
import { DONE, NOTHING_BEGAN, type Performed, takePerformed, type Work } from '../apply.ts';
import { confirmation } from '../guard/confirmation.ts';
import type { Guard } from '../guard/guard.ts';
import { Keeper } from '../kept/keeper.ts';
import type { Writer } from '../script/lock.ts';
import type { Observations } from '../script/observations.ts';
import { takeAnswers } from '../script/observe.ts';
import { type Answer, sent, taken } from './answer.ts';
import { inBrackets, inMidst } from './connection-failure.ts';
import { type DoneHere, doHere } from './controller-steps.ts';
import { HostReader, type Open } from './host-reader.ts';
import { type LastWork, lastText } from './last-work.ts';
import { reconnect } from './reconnect.ts';
import { alone, type Turn } from './write-turns.ts';

/** Milliseconds for which the answer over the old connection is waited for, and seconds for one attempt at a new one. */
const SILENCE = 5000;
const ATTEMPT = 5;

/** What failed where it is no step of the task. */
const ARMING = 'To arm the rollback of this change';

/** Whether it is known of a run that its client has ended. The id is what a host said. */
export type IsOver = (run: string) => Promise<boolean>;

/** A host that can be read and changed. */
export class HostWriter extends HostReader {
  #writer: Writer;
  readonly #keeper: Keeper;
  readonly #wrote = new Set<boolean>();
  readonly #interrupts: Interrupts;
  /** Its turn among the connections of the run that write to the host. */
  turn: Turn = alone;
  isOver: IsOver = async () => false;

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
    const performed = await this.#tried(tasks, become, into);
    return (await this.#learns(performed[0])) ? this.#tried(tasks, become, into) : performed;
  }

  /** Whether what met the lock of another run has only to be sent again, since that run is over. */
  async #learns(performed: Performed): Promise<boolean> {
    const holder = performed.kind === 'held' ? performed.holder.run : undefined;
    if (!holder || holder.id === this.#writer.over || !(await this.isOver(holder.id))) return false;
    this.#writer = { ...this.#writer, over: holder.id };
    return true;
  }

  async #tried(tasks: readonly [Work, ...Work[]], become: boolean, into: Observations) {
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
      const leave = this.#keeper.leave();
      const send = () => {
        const at = { become, virsh: this.virsh, writer: this.#writer, nonce: session.nonce };
        return session.run(lastText(last, leave, at));
      };
      const reply = await send();
      const [first] = takePerformed(reply, session.nonce);
      if (last?.become === become && (await this.#learns(first))) await send();
    }
  }

  protected override get virsh() {
    return { uri: this.uri, readOnly: false };
  }
}
