import type { Change } from '../plan/change.ts';
import type { ResolvedTask } from '../playbook/task.ts';
import { type Executed, outcomeOf } from './context.ts';
import { judge, planned, toldOf } from './judge.ts';
import type { Observations } from './observations.ts';

const ONLY_READS = 'only a real run runs it; it changes nothing (changed_when)';
const ONLY_ACTS = 'only a real run does this; it changes nothing on the host';

/**
 * The forecast of one host: what was observed, overlaid with what the changes planned so far would leave behind.
 */
export class Forecast {
  readonly seen: Observations;
  /** True once something was planned whose effect nobody can predict. */
  tentative = false;
  /** True once something was planned, be it bookkeeping that no outcome tells. */
  changes = false;
  readonly #host: string;

  constructor(host: string, seen: Observations) {
    this.#host = host;
    this.seen = seen;
  }

  /** Plans a task and takes its predictions in. Its probes must be among what is known. */
  predict(task: ResolvedTask): Executed {
    const probes = task.definition.observe(task.wanted);
    const judgement = judge(task, probes, this.seen);
    const { plan } = judgement;
    const tentative = this.tentative && Object.keys(probes).length > 0;
    const about = { ...(plan && planned(plan)), ...(tentative && { tentative }) };
    const outcome = (rest: Parameters<typeof outcomeOf>[2]) =>
      outcomeOf(this.#host, task, { ...about, ...rest });
    if (tentative && (judgement.kind === 'failed' || judgement.kind === 'blocked')) {
      const message = `only a real run tells; as things are: ${judgement.message}`;
      return { outcome: outcome({ status: 'skipped', message }), result: 'unknown' };
    }
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
        this.changes = true;
        const only = onlyForReal(task, changes);
        if (only !== undefined)
          return {
            outcome: outcomeOf(this.#host, task, { status: 'skipped', message: only }),
            result: 'unknown',
          };
        for (const { leaves } of changes)
          for (const { probe, value } of leaves) this.seen.predict(probe, value);
        const opaque = changes.some((change) => change.opaque);
        this.tentative ||= opaque;
        const changed = toldOf(judgement.plan).length > 0;
        return {
          outcome: outcome({ status: changed ? 'would-change' : 'ok' }),
          result: opaque ? 'unknown' : { changed, failed: false, ...result },
        };
      }
    }
  }
}

/** Why a dry run does not go into a task, which leaves the host as it is, but whose result it cannot know. */
function onlyForReal({ changedWhen }: ResolvedTask, changes: readonly Change[]): string | undefined {
  if (changedWhen === false) return ONLY_READS;
  return changes.every(({ bookkeeping, opaque }) => bookkeeping && opaque) ? ONLY_ACTS : undefined;
}
