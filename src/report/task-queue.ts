import type { TaskRecord } from '../plan/task-record.ts';

/** A task with what became of it on the hosts that have reached it. */
export interface TaskBlock {
  play: string;
  task: string;
  outcomes: TaskRecord[];
}

/**
 * Puts the outcomes of hosts that run independently together by task, and lets a task go as soon as every host of its
 * play has ended it, has gone past it or has come to its own end. Tasks go in the order in which the first host met them.
 */
export class TaskQueue {
  readonly #hostsOf: (play: string) => readonly string[];
  readonly #waiting: TaskBlock[] = [];
  readonly #open = new Map<string, TaskBlock>();
  /** For each host how many tasks there were, up to and with the last one it has ended. */
  readonly #reached = new Map<string, number>();
  readonly #ended = new Set<string>();
  readonly #times = new Map<string, number>();
  readonly #numbers = new Map<TaskBlock, number>();
  #taken = 0;

  constructor(hostsOf: (play: string) => readonly string[]) {
    this.#hostsOf = hostsOf;
  }

  /** Takes an outcome in and gives back the tasks that are complete now, in order. */
  add(outcome: TaskRecord): TaskBlock[] {
    const { host, play, task } = outcome;
    const key = this.#keyOf(outcome);
    const block = this.#open.get(key) ?? { play, task, outcomes: [] };
    if (!this.#open.has(key)) this.#begin(key, block);
    block.outcomes.push(outcome);
    this.#reached.set(host, this.#numbers.get(block) ?? 0);
    return this.#complete();
  }

  /** Takes in that nothing more comes of a host, and gives back the tasks that are complete now. */
  ended(host: string): TaskBlock[] {
    this.#ended.add(host);
    return this.#complete();
  }

  /** Everything that is left, complete or not. */
  rest(): TaskBlock[] {
    return this.#take(this.#waiting.length);
  }

  #complete(): TaskBlock[] {
    const complete = this.#waiting.findIndex((each) => !this.#isComplete(each));
    return this.#take(complete === -1 ? this.#waiting.length : complete);
  }

  #begin(key: string, block: TaskBlock): void {
    this.#open.set(key, block);
    this.#waiting.push(block);
    this.#numbers.set(block, this.#taken + this.#waiting.length);
  }

  /** Tasks of a play may share a name: the second one a host ends is another task than the first. */
  #keyOf({ host, play, task }: TaskRecord): string {
    const own = JSON.stringify([host, play, task]);
    const times = (this.#times.get(own) ?? 0) + 1;
    this.#times.set(own, times);
    return JSON.stringify([play, task, times]);
  }

  #isComplete(block: TaskBlock): boolean {
    const number = this.#numbers.get(block) ?? 0;
    return this.#hostsOf(block.play).every(
      (host) => this.#ended.has(host) || (this.#reached.get(host) ?? 0) >= number,
    );
  }

  #take(count: number): TaskBlock[] {
    const taken = this.#waiting.splice(0, count);
    this.#taken += taken.length;
    const gone = new Set(taken);
    for (const [key, block] of this.#open) if (gone.has(block)) this.#open.delete(key);
    return taken;
  }
}
