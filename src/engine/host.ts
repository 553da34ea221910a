import type { Mode, Outcome } from '../plan/outcome.ts';
import { stops } from '../plan/outcome.ts';
import type { Probe } from '../plan/probe.ts';
import type { HostPlay, ResolvedTask } from '../playbook/task.ts';
import type { Listener } from '../report/events.ts';
import { Lost } from '../transport/session.ts';
import { Unreachable } from '../transport/unreachable.ts';
import { outcomeOf } from './context.ts';
import { converge } from './converge.ts';
import { Observations } from './observations.ts';
import { Forecast } from './predict.ts';
import { Registered } from './registered.ts';
import { Changer, type Reader } from './remote.ts';
import { type Walked, walk } from './walk.ts';

export interface HostSettings {
  mode: Mode;
  /** Write what can be written although something else on the host is blocked. */
  partial: boolean;
  listener: Listener;
  interrupted(): boolean;
}

/** One host of a run. First `plan()`, then, unless it says that all is done, `perform()` for each play in order. */
export class HostRun {
  readonly #host: string;
  readonly #plays: readonly HostPlay[];
  readonly #remote: Reader;
  readonly #settings: HostSettings;
  readonly #registered = new Registered();
  readonly #seen = new Observations();
  #forecasted: readonly Outcome[] = [];
  /** How the host ended, once it has: then nothing more is done on it. */
  #ended: Walked | undefined;
  #closed: Promise<void> | undefined;
  /** The task that is planned or performed now. */
  #current: ResolvedTask | undefined;
  /** Errors that are nothing a host can cause. They end this host, and not the report on the others. */
  readonly bugs: unknown[] = [];
  /** Scripts sent to it, known once it is closed. */
  roundTrips = 0;
  /** What is known at the end: observed, and in check mode overlaid with the predictions. */
  final = new Observations();

  constructor(host: string, plays: readonly HostPlay[], remote: Reader, settings: HostSettings) {
    this.#host = host;
    this.#plays = plays;
    this.#remote = remote;
    this.#settings = settings;
  }

  /** Reads everything in one round trip and plans all plays, before anything is written. */
  async plan(): Promise<void> {
    await this.#guarded(async () => {
      this.#phase('connecting');
      await this.#observe(this.#plays.flatMap(resolvedTasks), this.#seen);
      const { outcomes, changes } = await this.#forecast();
      this.#forecasted = outcomes;
      const isWhole = !outcomes.some(stops);
      const isRest =
        !changes &&
        outcomes.every(({ status, tentative }) => !tentative && (status === 'ok' || status === 'skipped'));
      if (this.#settings.mode === 'check' || isRest) return this.#end(outcomes);
      if (!isWhole && !this.#settings.partial)
        return this.#end(outcomes.map((outcome) => heldBack(outcome, HELD_BACK)));
      this.#phase('planned');
    });
    if (this.#ended) await this.close();
  }

  /** Makes one play true. Does nothing once the host has ended. */
  async perform(index: number): Promise<Walked> {
    const play = this.#plays[index];
    if (this.#ended || !play) return this.#ended ?? 'finished';
    await this.#guarded(async () => {
      const remote = this.#remote;
      if (!(remote instanceof Changer)) throw new Error('a host that is only read has nothing to perform');
      const walked = await walk(play, this.#registered, {
        host: this.#host,
        execute: (task) => {
          this.#current = task;
          this.#phase('performing', task.name);
          return converge(this.#host, task, this.#seen, remote);
        },
        ended: (outcome) => this.#settings.listener({ type: 'task-ended', outcome }),
        stops,
        interrupted: this.#settings.interrupted,
      });
      if (walked !== 'finished') this.#ended = walked;
      if (this.#ended || index === this.#plays.length - 1) this.#phase('done');
    });
    if (this.#ended || index === this.#plays.length - 1) await this.close();
    return this.#ended ?? 'finished';
  }

  /** Reports what was planned and will not be started. */
  abandon(why: string): void {
    if (!this.#ended) this.#end(this.#forecasted.map((outcome) => heldBack(outcome, why)));
  }

  /** Gives the lock back and closes the connection; a host does so as soon as it is done. */
  close(): Promise<void> {
    this.#closed ??= this.#close().catch((error: unknown) => {
      this.bugs.push(error);
    });
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      if (this.#remote instanceof Changer) await this.#remote.unlock();
    } catch (error) {
      // The lock expires by itself, and the loss of the connection was told with the task that met it.
      if (!(error instanceof Lost || error instanceof Unreachable)) throw error;
    }
    this.roundTrips = await this.#remote.roundTrips();
    await this.#remote.close();
    if (this.#settings.mode === 'apply') this.final = this.#seen;
  }

  /** What becomes of each task, and whether anything is written. */
  async #forecast(): Promise<{ outcomes: Outcome[]; changes: boolean }> {
    const outcomes: Outcome[] = [];
    const forecast = new Forecast(this.#host, this.#seen.copy());
    const registered = new Registered();
    for (const play of this.#plays) {
      const walked = await walk(play, registered, {
        host: this.#host,
        execute: async (task) => {
          this.#current = task;
          await this.#observe([task], forecast.seen);
          return forecast.predict(task);
        },
        ended: (outcome) => outcomes.push(outcome),
        // A blocked task does not hide what else is blocked.
        stops: (outcome) => outcome.status !== 'blocked' && stops(outcome),
        interrupted: this.#settings.interrupted,
      });
      if (walked !== 'finished') break;
    }
    this.final = forecast.seen;
    return { outcomes, changes: forecast.changes };
  }

  /** Reads what these tasks need and nobody has read; as root what any of them needs root for. */
  async #observe(tasks: readonly ResolvedTask[], into: Observations): Promise<void> {
    const byBecome = (become: boolean): Probe[] =>
      tasks
        .filter((task) => task.become === become)
        .flatMap(({ definition, wanted }) => Object.values(definition.observe(wanted)));
    await this.#remote.observe(into.missing(byBecome(true)), true, into);
    await this.#remote.observe(into.missing(byBecome(false)), false, into);
  }

  #end(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.#settings.listener({ type: 'task-ended', outcome });
    this.#ended = outcomes.some(stops) ? 'stopped' : 'finished';
    this.#phase('done');
  }

  /** What the host itself fails at is an outcome; so is a bug, whose error is kept for the stack beside it. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#settings.interrupted() && isAbort(error)) {
        this.#ended = 'interrupted';
        return;
      }
      if (!(error instanceof Unreachable || error instanceof Lost)) return this.#bug(error);
      const message =
        error instanceof Unreachable ? explained(error) : `${error.message}. Nothing was being written.`;
      this.#end([outcomeOf(this.#host, CONNECT, { status: 'unreachable', message })]);
    }
  }

  #bug(error: unknown): void {
    this.bugs.push(error);
    const said = error instanceof Error ? error.message : String(error);
    const message = `This is a bug in Virtfleet: ${said}`;
    this.#end([outcomeOf(this.#host, this.#current ?? CONNECT, { status: 'failed', message })]);
  }

  #phase(phase: 'connecting' | 'planned' | 'performing' | 'done', task?: string): void {
    const { listener } = this.#settings;
    listener({ type: 'host-phase', host: this.#host, phase, ...(task !== undefined && { task }) });
  }
}

/** Stands for the task of an outcome that is none's. */
const CONNECT = { play: '', name: 'connect', module: '' };

const HELD_BACK = 'not written, because another task of this host cannot be done';

function heldBack(outcome: Outcome, message: string): Outcome {
  return outcome.status === 'would-change' ? { ...outcome, status: 'skipped', message } : outcome;
}

/** What opening a connection rejects with once the operator has interrupted the run. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function resolvedTasks({ tasks, handlers }: HostPlay): ResolvedTask[] {
  const all = [...tasks, ...handlers.flatMap((handler) => handler.tasks)];
  return all.filter((task): task is ResolvedTask => task.kind === 'task');
}

function explained({ problem }: Unreachable): string {
  const { summary, detail, hint, command } = problem;
  return [`${summary}: ${detail}`, hint, command && `  ${command}`].filter(Boolean).join('\n');
}
