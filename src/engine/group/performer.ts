import type { HostTree, ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { Forecast } from '../check-mode.ts';
import { HostWriter } from '../connection/host-writer.ts';
import { convergeAll } from '../converge.ts';
import type { Review } from '../host-settings.ts';
import { predictTask } from '../predict-task.ts';
import type { Site } from '../sites.ts';
import type { Executed } from '../task-result.ts';

/** Performs the tasks of one host, of which some are done before their turn: together with one before them. */
export class Performer {
  readonly #host: string;
  readonly #ahead = new Map<HostTree, Executed>();

  constructor(host: string) {
    this.#host = host;
  }

  /** What a task came to that was done before its turn. */
  ahead(task: HostTree): Executed | undefined {
    return this.#ahead.get(task);
  }

  /** Makes a task true where it is to be done, unless the review forbids it; one with `check_mode` is only predicted. */
  async perform(
    task: ResolvedTask,
    behind: readonly ResolvedTask[],
    site: Site,
    review: Review | undefined,
  ): Promise<Executed> {
    const { remote, observed } = site;
    if (task.checkOnly)
      return predictTask(task, new Forecast(this.#host, observed.copy()), { ...site, mode: 'check' });
    if (!(remote instanceof HostWriter)) throw new Error('a host that is only read has nothing to perform');
    const held = (one: ResolvedTask) => (review ? heldTo(review, one) : one);
    const tasks = [held(task), ...behind.map(held)] as const;
    const [executed, ...others] = await convergeAll(this.#host, tasks, observed, remote);
    this.#ahead.clear();
    for (const [index, other] of behind.entries()) {
      const came = others[index];
      if (came) this.#ahead.set(other, came);
    }
    return executed;
  }
}

/** The same task, whose plan is blocked where the review forbids it. */
function heldTo(review: Review, task: ResolvedTask): ResolvedTask {
  const plan: ResolvedTask['definition']['plan'] = (desired, current) => {
    const made = task.definition.plan(desired, current);
    const blocked = made.changes.length > 0 ? review.forbids(task, made) : undefined;
    return blocked === undefined
      ? made
      : { ...made, changes: made.changes.map((change) => ({ ...change, blocked })) };
  };
  return { ...task, definition: { ...task.definition, plan } };
}
