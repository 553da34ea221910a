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
  readonly #interrupted: () => boolean;
  /** Errors that are nothing a host can cause. They end this host, and not the report on the others. */
  readonly bugs: unknown[] = [];

  constructor(host: string, interrupted: () => boolean) {
    this.#host = host;
    this.#interrupted = interrupted;
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
    const { kind, ...outcome } = failureOf(error);
    if (kind === 'aborted' && this.#interrupted()) return 'interrupted';
    if (kind !== 'host') this.bugs.push(error);
    return outcomeOf(this.#host, task, outcome);
  }
}

/** What an error means for the host that met it: its own failure, work that was called off, or a bug of ours. */
interface HostFailure extends Pick<Outcome, 'status'> {
  kind: 'host' | 'aborted' | 'bug';
  message: string;
}

function failureOf(error: unknown): HostFailure {
  if (error instanceof Unreachable) return { kind: 'host', status: 'unreachable', message: explained(error) };
  if (error instanceof Lost) {
    const message = `${error.message}. Nothing was being written.`;
    return { kind: 'host', status: 'unreachable', message };
  }
  if (error instanceof Unsettled)
    return {
      kind: error instanceof Interrupted ? 'aborted' : 'host',
      status: 'blocked',
      message: error.message,
    };
  const message = `This is a bug in Virtfleet: ${error instanceof Error ? error.message : String(error)}`;
  return { kind: isAbort(error) ? 'aborted' : 'bug', status: 'failed', message };
}
