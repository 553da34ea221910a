import type { PlannedHost, Review } from '../engine/host-settings.ts';
import { claimOf } from '../engine/script/claim.ts';
import { hiddenTexts } from '../hidden-texts.ts';
import { type Outcome, stops } from '../plan/outcome.ts';
import { recordOf, type TaskRecord } from '../plan/task-record.ts';
import { answersOf, movedAnswers, workOf } from './answers.ts';
import type { PlanKey } from './plan-key.ts';
import { Permitted, reviewed } from './planned-changes.ts';
import type { SavedPlan } from './saved-plan.ts';

/** Holds each host of a run to a saved plan: the same is done as was reviewed, once, or nothing. */
export class PlanHolder {
  readonly #plan: SavedPlan;
  readonly #key: PlanKey;
  readonly #tasks = new Map<string, TaskRecord[]>();
  readonly #answers: ReadonlyMap<string, SavedPlan['answers'][number]>;

  constructor(plan: SavedPlan, key: PlanKey) {
    this.#plan = plan;
    this.#key = key;
    // There may be thousands of hosts: what is of each is found at once.
    for (const task of plan.record.tasks) {
      const own = this.#tasks.get(task.host) ?? [];
      own.push(task);
      this.#tasks.set(task.host, own);
    }
    this.#answers = new Map(plan.answers.map((one) => [one.host, one]));
  }

  review(host: string): Review {
    const claim = claimOf(this.#plan.id);
    let permitted = new Permitted([]);
    return {
      probes: [claim],
      planned: (planned) => {
        permitted = new Permitted(planned.tasks);
        const known = planned.known({}, claim);
        const by = known && 'value' in known ? String(known.value) : '';
        return this.#refusal(host, planned, by);
      },
      forbids: (task, { changes }) => {
        const others = permitted.others(task, changes).map(({ what }) => what);
        return others.length > 0 ? `${NOT_REVIEWED}: ${listed(others)}. ${NEW_PLAN}` : undefined;
      },
    };
  }

  #refusal(host: string, planned: PlannedHost, claimedBy: string): string | undefined {
    const before = this.#tasks.get(host) ?? [];
    const ended = before.find((task) => stops(task as unknown as Outcome));
    if (ended)
      return `When the plan was made, task "${ended.task}" was ${ended.status} on this host. ${NEW_PLAN}`;
    const [then, now] = [reviewed(before), reviewed(planned.outcomes.map(asRecord))];
    if (then.length === 0 && now.length === 0) return undefined;
    if (claimedBy !== '') return `A saved plan is applied once: on this host it was, by ${claimedBy}.`;
    const answers = this.#answers.get(host);
    const moved = movedAnswers(answers?.probes ?? [], answersOf(host, planned, this.#key));
    if (moved.length > 0) return `Since the plan was made this moved: ${listed(moved)}. ${NEW_PLAN}`;
    const isReviewed = isSame(then, now) && answers?.work === workOf(host, planned, this.#key);
    return isReviewed ? undefined : `What would be done is not what was reviewed. ${NEW_PLAN}`;
  }
}

const NEW_PLAN = 'Save a new plan.';
const NOT_REVIEWED = 'It would change what the plan does not have';

function asRecord(outcome: Outcome) {
  return recordOf(outcome, { ended: 0 }, (data) => hiddenTexts.concealAll(data));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

const MOST = 5;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST;
  return [...names.slice(0, MOST), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
