import type { Evidence } from '../plan/evidence.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Timing } from '../plan/task-record.ts';
import type { Announce } from './announce.ts';
import type { Waiting } from './host-reads.ts';
import { GUARDS, type Heading, outcomeOf } from './task-result.ts';

/** Reports what one host does and when its tasks began and ended. */
export class HostReporter {
  readonly #host: string;
  readonly #announce: Announce;
  /** Of the tasks that were planned and are not reported yet. */
  readonly #planned = new WeakMap<Outcome, Timing>();
  #began: number | undefined;
  /** When the task that is reported next came to its end, where that is not now. */
  #done: number | undefined;
  #evidence: Evidence | undefined;

  constructor(host: string, announce: Announce) {
    this.#host = host;
    this.#announce = announce;
  }

  started(): void {
    this.#announce({ type: 'host-started', host: this.#host });
  }

  waiting(cause: 'other-run' | 'turn'): void {
    this.#announce({ type: 'host-waiting', host: this.#host, for: cause });
  }

  /** What reports that the end of another run's guarded change is waited for. */
  guards(signal: AbortSignal): Waiting {
    return {
      signal,
      begins: () => this.waiting('other-run'),
      ended: (message) => this.outcome(outcomeOf(this.#host, GUARDS, { status: 'ok', message })),
    };
  }

  /** Another outcome stands for one that was planned. */
  instead(outcome: Outcome, next: Outcome): void {
    const timing = this.#planned.get(outcome);
    if (timing) this.#planned.set(next, timing);
  }

  /** Reported behind the tasks, all of it together. */
  evidence(evidence: Evidence): void {
    this.#evidence = { ...this.#evidence, ...evidence };
  }

  ended(): void {
    const evidence = this.#evidence;
    if (evidence) this.#announce({ type: 'host-evidence', host: this.#host, evidence });
    this.#announce({ type: 'host-ended', host: this.#host });
  }

  /** A task is being planned; that is reported with its outcome, if at all. */
  planning(): void {
    this.#began = Date.now();
  }

  /** What planning the task came to. */
  planned(outcome: Outcome): void {
    this.#planned.set(outcome, this.#timing(outcome));
  }

  /** A task begins, or began at `at` among others that were done together. */
  performing({ play, name }: Heading, at?: number): void {
    this.#began = at ?? Date.now();
    const began = at !== undefined && { at };
    this.#announce({ type: 'task-started', host: this.#host, play, task: name, ...began });
  }

  /** It has come to its end, be it some time ago. */
  ending(at: number | undefined): void {
    this.#done = at;
  }

  performed(outcome: Outcome): void {
    this.#announce({ type: 'task-ended', outcome, timing: this.#timing(outcome) });
  }

  /** Reports the outcome of a task that was planned, or of one that never began. */
  outcome(outcome: Outcome): void {
    const timing = this.#planned.get(outcome) ?? { ended: Date.now() };
    const { play, task } = outcome;
    const { started: at } = timing;
    if (at !== undefined) this.#announce({ type: 'task-started', host: this.#host, play, task, at });
    this.#announce({ type: 'task-ended', outcome, timing });
  }

  /** An interruption may come between the report of a task and its beginning. */
  #timing({ status }: Outcome): Timing {
    const started = status === 'not-started' ? undefined : this.#began;
    const ended = this.#done ?? Date.now();
    this.#began = undefined;
    this.#done = undefined;
    return { ...(started !== undefined && { started }), ended };
  }
}
