import type { Probe } from '../../plan/probe.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { judge, reportedChanges } from '../plan-task.ts';
import type { Observations } from '../script/observations.ts';
import { type AppliedTask, recordFor } from './applied-record.ts';
import { recordedTask } from './applied-task.ts';
import type { AsLeft } from './causes.ts';
import type { LeftBehind } from './left-behind.ts';

/** A host as the last runs left it, on which tasks are planned in their order. */
export class LeftHost {
  /** As it is; where something was recorded, as it was. */
  readonly #known: Observations;
  readonly #records: ReadonlyMap<string, AppliedTask>;
  readonly #left: ReadonlyMap<string, LeftBehind>;
  /** What earlier tasks would have changed. */
  readonly #predicted = new Set<string>();

  /** `known` is what is observed, a copy that may be written over; `left` has what each run left. */
  constructor(
    known: Observations,
    records: ReadonlyMap<string, AppliedTask>,
    left: ReadonlyMap<string, LeftBehind>,
  ) {
    this.#known = known;
    this.#records = records;
    this.#left = left;
  }

  /** What the task would have changed. Each task is asked once, in the order of the playbook. */
  plan(task: ResolvedTask): AsLeft {
    const recorded = recordedTask(task, this.#known);
    const record = recorded && recordFor(recorded.key, this.#records);
    // As it is now it was applied: nothing is left to do.
    if (
      recorded &&
      record?.key === recorded.key &&
      record.desired !== '' &&
      record.desired === recorded.desired
    )
      return { changes: [] };
    const before = recorded && record && this.#restore(recorded.probes, record);
    if (before === 'withheld') return { unknown: WITHHELD };
    const judgement = judge(task, task.definition.observe(task.desired), this.#known);
    const { plan } = judgement;
    if (!plan || judgement.kind === 'failed')
      return { unknown: `The task cannot be planned on what was applied last: ${said(judgement)}` };
    for (const { predictions } of plan.changes)
      for (const { probe, value } of predictions) {
        this.#known.predict(probe, value);
        this.#predicted.add(probe.key);
      }
    return { changes: reportedChanges(plan) };
  }

  /** Takes in what the host answered then. */
  #restore(probes: readonly Probe[], { run, key }: AppliedTask): 'withheld' | undefined {
    const left = this.#left.get(run);
    for (const probe of probes) {
      if (this.#predicted.has(probe.key)) continue;
      const sides = [left?.open, left?.closed].flatMap((each) => {
        const digest = each?.tasks[key]?.[probe.key];
        return digest === undefined ? [] : [each?.answers[digest]];
      });
      // A snapshot does not have the contents of files that only root may read.
      if (sides.includes(undefined)) return 'withheld';
      const own = sides.flatMap((answers) => answers ?? []);
      if (own.length > 0)
        this.#known.take([probe], { raws: [{ answers: own, stream: [] }], virshError: '', scriptError: '' });
      // What changes by itself is as it is now: it tells nothing of what was applied.
      else if (left && !left.closed && !probe.volatile) return 'withheld';
    }
    return undefined;
  }
}

const WITHHELD =
  'The playbook has changed since it was applied, and only root may read what was applied: the cause is not known.';

function said(judgement: object): string {
  return 'message' in judgement ? String(judgement.message) : 'no plan';
}
