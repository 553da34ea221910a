import type { Review } from '../engine/host-settings.ts';
import type { Listener } from '../plan/run-event.ts';
import { answersOf, workOf } from './answers.ts';
import type { PlanKey } from './plan-key.ts';
import type { SavedPlan } from './saved-plan.ts';

/** Collects what a plan is saved of, while a dry run goes on. */
export class PlanCollector {
  readonly #key: PlanKey;
  readonly #answers = new Map<string, SavedPlan['answers'][number]>();
  readonly #rollouts: SavedPlan['rollouts'] = [];

  constructor(key: PlanKey) {
    this.#key = key;
  }

  readonly listener: Listener = (event) => {
    if (event.type !== 'rollout-planned') return;
    const waves = event.waves.map(({ what, hosts }) => ({ what, hosts: [...hosts] }));
    const { play, terms } = event;
    this.#rollouts.push({ play, waves, ...(terms && { terms: [...terms] }) });
  };

  review(host: string): Review {
    return {
      probes: [],
      planned: (planned) => {
        const probes = answersOf(host, planned, this.#key);
        this.#answers.set(host, { host, probes, work: workOf(host, planned, this.#key) });
        return undefined;
      },
      forbids: () => undefined,
    };
  }

  get collected(): Pick<SavedPlan, 'answers' | 'rollouts'> {
    return { answers: [...this.#answers.values()], rollouts: this.#rollouts };
  }
}
