import type { Change } from '../plan/change.ts';
import type { Probes } from '../plan/probe.ts';
import { isLocal } from '../plan/step.ts';
import type { PendingTask, ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Unreachable } from '../transport/unreachable.ts';
import { isDenied } from './libvirt-advice.ts';
import { type Judgement, judge, planned, reportedChanges } from './plan-task.ts';
import type { Observations } from './script/observations.ts';
import { type Executed, outcomeOf } from './task-result.ts';

const ONLY_READS = 'only a real run runs it; it changes nothing (changed_when)';
const ONLY_ACTS = 'only a real run does this; it changes nothing on the host';

/**
 * The forecast of one host: what was observed, overlaid with what the changes planned so far would leave behind.
 */
export class Forecast {
  readonly current: Observations;
  /** Why the host is out of reach, where its play goes on without it. */
  away: Unreachable | undefined;
  /** True once something was planned, be it bookkeeping that no outcome tells. */
  changes = false;
  readonly #host: string;
  /** The first task of whose effect nothing is known. */
  #opaque: string | undefined;
  /** The first task with an effect beyond its predictions. */
  #beyond: string | undefined;
  /** Tasks with such an effect on some probes: texts in their keys, and the first task of each. */
  readonly #beyondOn = new Map<string, string>();
  /** The first task that may end the play for this host. */
  #ending: string | undefined;
  /** The first task that may bring what could not be read: a daemon, a program, a mount. */
  #changing: string | undefined;

  constructor(host: string, current: Observations) {
    this.#host = host;
    this.current = current;
  }

  /**
   * Plans a task and takes its predictions in. Its probes must be among what is known; `judgement` is what they come
   * to, with what the host has tried. Throws `Unreachable`.
   */
  predict(
    task: ResolvedTask,
    judgement = judge(task, task.definition.observe(task.desired), this.current),
  ): Executed {
    const probes = task.definition.observe(task.desired);
    const { plan } = judgement;
    const cause = Object.keys(probes).length > 0 ? this.#causeOf(judgement, task, probes) : undefined;
    const isUnverified = cause !== undefined || this.#ending !== undefined;
    const about = { ...(plan && planned(plan)), ...(isUnverified && { unverified: true }) };
    const outcome = (rest: Parameters<typeof outcomeOf>[2]) =>
      outcomeOf(this.#host, task, { ...about, ...rest });
    const doubt = isUnverified && this.#doubt(judgement, cause);
    if (doubt) return { outcome: outcome({ status: 'skipped', message: doubt }), result: 'unknown' };
    switch (judgement.kind) {
      case 'failed':
      case 'blocked': {
        const { kind: status, message } = judgement;
        const ignored = task.ignoreErrors && { ignored: true };
        return {
          outcome: outcome({ status, message, ...ignored }),
          result: { changed: false, failed: true, msg: message, ...plan?.result },
        };
      }
      case 'ok':
        return {
          outcome: outcome({ status: 'ok' }),
          result: { changed: false, failed: false, ...judgement.plan.result },
        };
      case 'change': {
        const { changes, result } = judgement.plan;
        if (this.away && changes.some(({ steps }) => !steps.every(isLocal))) throw this.away;
        this.changes = true;
        const only = onlyForReal(task, changes);
        if (only !== undefined)
          return {
            outcome: outcomeOf(this.#host, task, { status: 'skipped', message: only }),
            result: 'unknown',
          };
        for (const { predictions } of changes)
          for (const { probe, value } of predictions) this.current.predict(probe, value);
        const opaque = changes.some(({ proof }) => proof === 'opaque');
        if (opaque) this.#opaque ??= task.name;
        for (const { sideEffects } of changes) this.#goesBeyond(task, sideEffects);
        const changed = reportedChanges(judgement.plan).length > 0;
        if (changed && !task.definition.selfContained) this.#changing ??= task.name;
        return {
          outcome: outcome({ status: changed ? 'would-change' : 'ok' }),
          result: opaque ? 'unknown' : { changed, failed: false, ...result },
        };
      }
    }
  }

  /** Takes in that nobody knows yet what a task comes to. */
  untold({ name, module, onlyReads }: PendingTask): void {
    if (module === 'meta') this.#ending ??= name;
    else if (!onlyReads) this.#beyond ??= name;
  }

  #goesBeyond({ name }: ResolvedTask, effects: Change['sideEffects']): void {
    if (effects === true) this.#beyond ??= name;
    else for (const text of effects ?? []) if (!this.#beyondOn.has(text)) this.#beyondOn.set(text, name);
  }

  /** Why it is not certain that a task cannot be done. */
  #doubt(judgement: Judgement, cause: string | undefined): string | undefined {
    if (judgement.kind !== 'failed' && judgement.kind !== 'blocked') return undefined;
    if (cause !== undefined)
      return `It cannot be predicted, because task "${cause}" before it may change what it reads. As things are: ${judgement.message}`;
    // What needs the consent of the operator needs it whether or not the play comes to it.
    if (judgement.kind === 'blocked') return undefined;
    return `It cannot be predicted, because "${this.#ending}" before it may end the play. As things are: ${judgement.message}`;
  }

  /** The earlier task because of which a judgement is not certain. */
  #causeOf(judgement: Judgement, { become }: ResolvedTask, probes: Probes): string | undefined {
    if (this.#opaque !== undefined || judgement.kind === 'blocked') return this.#opaque;
    if (this.#beyond !== undefined) return this.#beyond;
    const keys = Object.values(probes).map(({ key }) => key);
    const [, on] = [...this.#beyondOn].find(([text]) => keys.some((key) => key.includes(text))) ?? [];
    if (on !== undefined) return on;
    const isUnread = judgement.kind === 'failed' && judgement.plan === undefined;
    return isUnread && (become || !isDenied(judgement.message)) ? this.#changing : undefined;
  }
}

/** Why a dry run does not go into a task, which leaves the host as it is, but whose result it cannot know. */
function onlyForReal(
  { changedWhen, definition }: ResolvedTask,
  changes: readonly Change[],
): string | undefined {
  if (changedWhen === false && definition.opaque) return ONLY_READS;
  return changes.every(({ bookkeeping, proof }) => bookkeeping && proof === 'opaque') ? ONLY_ACTS : undefined;
}
