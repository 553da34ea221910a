import type { Interrupts } from '../plan/interrupts.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Lost } from '../transport/session.ts';
import { Unreachable } from '../transport/unreachable.ts';
import { Interrupted, Unsettled } from './await-guards.ts';
import { explained, isAbort } from './connection/connection-failure.ts';
import { failedTask } from './out-of-reach.ts';
import { type Executed, type Heading, outcomeOf } from './task-result.ts';

/** Makes outcomes of what goes wrong on one host, and keeps the bugs among it for the stack beside them. */
export class HostFailures {
  readonly #host: string;
  readonly #interrupts: Interrupts;
  /** Errors that are nothing a host can cause. They end this host, and not the report on the others. */
  readonly bugs: unknown[] = [];

  constructor(host: string, interrupts: Interrupts) {
    this.#host = host;
    this.#interrupts = interrupts;
  }

  /** What work on a task comes to: a host that is gone and a bug are outcomes of the task. */
  async attempt(task: ResolvedTask, work: () => Promise<Executed>): Promise<Executed | 'interrupted'> {
    try {
      return await work();
    } catch (error) {
      const came = this.outcomeOf(error, task);
      return came === 'interrupted' ? came : failedTask(task, came);
    }
  }

  /** What the host itself fails at is an outcome; so is a bug. */
  outcomeOf(error: unknown, task: Heading): Outcome | 'interrupted' {
    const came = failureOf(error, this.#interrupts);
    if (came === 'interrupted') return came;
    const { isBug, ...outcome } = came;
    if (isBug) this.bugs.push(error);
    return outcomeOf(this.#host, task, outcome);
  }
}

/** The outcome that an error is for the host that met it. */
interface HostFailure extends Pick<Outcome, 'status'> {
  message: string;
  /** Nothing that a host can cause. */
  isBug?: true;
}

/** What an error means for the host that met it: its own failure, a bug of ours, or work that was called off. */
function failureOf(error: unknown, { signal, cut }: Interrupts): HostFailure | 'interrupted' {
  const isCalledOff = isAbort(error) || error instanceof Interrupted;
  const isHosts = error instanceof Unreachable || error instanceof Lost || error instanceof Unsettled;
  // Connections that close by the operator's will are no failure of the host.
  if ((isCalledOff && signal.aborted) || (isHosts && cut.aborted)) return 'interrupted';
  if (error instanceof Unreachable) return { status: 'unreachable', message: explained(error) };
  if (error instanceof Lost)
    return { status: 'unreachable', message: `${error.message}. Nothing was being written.` };
  if (error instanceof Unsettled) return { status: 'blocked', message: error.message };
  const said = error instanceof Error ? error.message : String(error);
  return { status: 'failed', message: `This is a bug in Virtfleet: ${said}`, isBug: true };
}
