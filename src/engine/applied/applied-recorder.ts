import type { Outcome } from '../../plan/outcome.ts';
import type { Probe } from '../../plan/probe.ts';
import type { Step } from '../../plan/step.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { Lost } from '../../transport/session.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import { isAbort } from '../connection/connection-failure.ts';
import type { LastWork } from '../connection/last-work.ts';
import type { Writer } from '../script/lock.ts';
import type { Observations } from '../script/observations.ts';
import type { Site } from '../sites.ts';
import { AnswerBook } from './answers.ts';
import {
  type AppliedIndex,
  type AppliedTask,
  appliedIndex,
  FOLDER,
  latest,
  nextSeq,
  type RecordHead,
  superseded,
} from './applied-record.ts';
import { recordedTask } from './applied-task.ts';
import type { Planned } from './explain.ts';

/**
 * Collects what a run applied on one host and how the host answered then. It is recorded on the host, so that a drift
 * check tells what somebody changed since from what the playbook does not say any more, whoever runs it.
 */
export class AppliedRecorder {
  /** Read with what the tasks need. */
  readonly probes: readonly Probe[] = [appliedIndex];
  readonly #writer: Writer;
  readonly #tasks: Record<string, string> = {};
  #become = false;
  #known: ReadonlyMap<string, AppliedTask> | undefined;
  readonly #open = new AnswerBook();
  readonly #closed = new AnswerBook();
  #index: AppliedIndex | undefined;
  /** The host is gone, or it was taken. */
  #isGone = false;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Takes in what the host has recorded so far. */
  begin(current: Observations): void {
    this.#index = current.known(appliedIndex);
  }

  /** Takes in how a task ended. What was forgotten since, because the task had side effects, is read again. */
  async note(
    task: ResolvedTask,
    { status, noLog }: Outcome,
    { reads, observed: current }: Site,
  ): Promise<void> {
    this.#become ||= task.become;
    if (status === 'lost' || status === 'unreachable') this.#isGone = true;
    if (!this.#index?.writable || noLog || (status !== 'ok' && status !== 'changed')) return;
    const recorded = recordedTask(task, current);
    if (!recorded) return;
    const { key, desired, probes } = recorded;
    if (status === 'ok' && this.#latest(this.#index).get(key)?.desired === desired) return;
    const isRead =
      current.missing(probes).length === 0 || (await this.#isRead(reads.observe([task], current)));
    if (!isRead) return;
    this.#tasks[key] = desired;
    for (const probe of probes) {
      const known = current.get(probe);
      if (!known || 'error' in known || !known.raw) continue;
      (isOpen(probe) ? this.#open : this.#closed).add(key, probe, known.raw.answers);
    }
  }

  /** The task itself is done, whatever becomes of the connection then. */
  async #isRead(reading: Promise<void>): Promise<boolean> {
    try {
      await reading;
    } catch (error) {
      if (!(error instanceof Lost || error instanceof Unreachable || isAbort(error))) throw error;
      this.#isGone = true;
    }
    return !this.#isGone;
  }

  async noteAll(all: readonly Planned[], site: Site): Promise<void> {
    for (const { task, outcome } of all) await this.note(task, outcome, site);
  }

  #latest(index: AppliedIndex): ReadonlyMap<string, AppliedTask> {
    this.#known ??= latest(index);
    return this.#known;
  }

  /** What records it on the host, for once; undefined where there is nothing new, or the host is gone. */
  take(): LastWork | undefined {
    const at = new Date().toISOString();
    const keys = Object.keys(this.#tasks);
    if (!this.#index || keys.length === 0 || this.#isGone) return undefined;
    this.#isGone = true;
    const { run, owner: by } = this.#writer;
    const head: RecordHead = { version: 1, seq: nextSeq(this.#index), run, by, at, tasks: this.#tasks };
    const write = (name: string, lines: readonly string[], mode: string): Step => {
      const content = lines.map((line) => `${line}\n`).join('');
      return { do: 'write', path: `${FOLDER}/${run}.${name}`, content, mode };
    };
    const steps = [
      ...(this.#closed.isEmpty ? [] : [write('private', [this.#closed.packed()], '0600')]),
      write('json', [JSON.stringify(head), this.#open.packed()], '0644'),
      ...superseded(this.#index, keys).flatMap((old): Step[] => [
        { do: 'remove', path: `${FOLDER}/${old}.json` },
        { do: 'remove', path: `${FOLDER}/${old}.private` },
      ]),
    ];
    const work = { label: 'record of what was applied', steps, before: [], after: [] };
    return { work, become: this.#become };
  }
}

/** Whether all users of the host could read the same. */
function isOpen({ ask, open }: Probe): boolean {
  return open === true || ask.kind === 'virsh';
}
