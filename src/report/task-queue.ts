import { type Outcome, stops } from '../plan/outcome.ts';

/** A task with what became of it on the hosts that have reached it. */
export interface TaskBlock {
  play: string;
  task: string;
  outcomes: Outcome[];
}

/**
 * Puts the outcomes of hosts that run independently together by task, and lets a task go as soon as every host of its
 * play has ended it, has gone past it or has stopped. Tasks go in the order in which the first host met them.
 */
export class TaskQueue {
  readonly #hostsOf: (play: string) => readonly string[];
  readonly #waiting: TaskBlock[] = [];
  readonly #open = new Map<string, TaskBlock>();
  readonly #last = new Map<string, TaskBlock>();
  readonly #stopped = new Set<string>();
  readonly #times = new Map<string, number>();

  constructor(hostsOf: (play: string) => readonly string[]) {
    this.#hostsOf = hostsOf;
  }

  /** Takes an outcome in and gives back the tasks that are complete now, in order. */
  add(outcome: Outcome): TaskBlock[] {
    const { host, play, task } = outcome;
    const key = this.#keyOf(outcome);
    const block = this.#open.get(key) ?? { play, task, outcomes: [] };
    if (!this.#open.has(key)) this.#waiting.push(block);
    this.#open.set(key, block);
    block.outcomes.push(outcome);
    this.#last.set(host, block);
    if (stops(outcome)) this.#stopped.add(host);
    const complete = this.#waiting.findIndex((each, index) => !this.#isComplete(each, index));
    return this.#take(complete === -1 ? this.#waiting.length : complete);
  }

  /** Everything that is left, complete or not. */
  rest(): TaskBlock[] {
    return this.#take(this.#waiting.length);
  }

  /** Tasks of a play may share a name: the second one a host ends is another task than the first. */
  #keyOf({ host, play, task }: Outcome): string {
    const own = JSON.stringify([host, play, task]);
    const times = (this.#times.get(own) ?? 0) + 1;
    this.#times.set(own, times);
    return JSON.stringify([play, task, times]);
  }

  #isComplete({ play }: TaskBlock, index: number): boolean {
    return this.#hostsOf(play).every((host) => {
      const last = this.#last.get(host);
      return this.#stopped.has(host) || (last !== undefined && this.#waiting.indexOf(last) >= index);
    });
  }

  #take(count: number): TaskBlock[] {
    const taken = this.#waiting.splice(0, count);
    const gone = new Set(taken);
    for (const [key, block] of this.#open) if (gone.has(block)) this.#open.delete(key);
    return taken;
  }
}
