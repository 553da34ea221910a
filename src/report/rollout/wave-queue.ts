import type { Event } from '../../plan/run-event.ts';
import { type TaskBlock, TaskQueue } from '../task-queue.ts';
import { Rollouts, waveName } from './rollouts.ts';

/** A task with what became of it on the hosts of a wave, or on those of its play that are in none. */
export interface WaveBlock extends TaskBlock {
  /** `wave 2 of 3 (5 %)`. */
  wave?: string;
}

/** Puts outcomes together by task, as `TaskQueue` does, of a play with waves by wave: one looks at a canary at once. */
export class WaveQueue {
  readonly rollouts = new Rollouts();
  readonly #playHosts = new Map<string, readonly string[]>();
  readonly #queues: { queue: TaskQueue; wave?: string }[];
  readonly #ended = new Set<string>();
  /** By play, the queue of the wave of each host. */
  readonly #waves = new Map<string, Map<string, TaskQueue>>();
  /** Of hosts that are in no wave. */
  readonly #others = new TaskQueue((play) => this.#outside(play));
  /** Of hosts whose wave does not begin: all that is told of them is why. */
  readonly #later = new TaskQueue(() => this.#hosts);
  #hosts: readonly string[] = [];
  #isByWave = true;

  constructor() {
    this.#queues = [{ queue: this.#others }, { queue: this.#later }];
  }

  /** Takes an event in and gives back the tasks that are complete now. */
  tell(event: Event): WaveBlock[] {
    this.rollouts.tell(event);
    switch (event.type) {
      case 'run-started':
        this.#hosts = event.hosts;
        // A dry run begins no wave.
        this.#isByWave = event.mode === 'apply';
        return [];
      case 'play-started':
        this.#playHosts.set(event.play, [...(this.#playHosts.get(event.play) ?? []), ...event.hosts]);
        return [];
      case 'rollout-planned':
        if (this.#isByWave)
          this.#waves.set(
            event.play,
            new Map(event.waves.flatMap(({ hosts }) => hosts.map((host) => [host, this.#later]))),
          );
        return [];
      case 'wave-started':
        this.#begin(event);
        return [];
      case 'wave-ended': {
        const host = this.rollouts.current?.waves[event.wave - 1]?.hosts[0] ?? '';
        const queue = this.#queueOf(event.play, host);
        return this.#of(queue, queue.rest());
      }
      case 'task-ended': {
        const queue = this.#queueOf(event.record.play, event.record.host);
        return this.#of(queue, queue.add(event.record));
      }
      case 'host-ended':
        this.#ended.add(event.host);
        return this.#queues.flatMap(({ queue }) => this.#of(queue, queue.ended(event.host)));
      case 'run-ended':
        return this.#queues.flatMap(({ queue }) => this.#of(queue, queue.rest()));
      default:
        return [];
    }
  }

  #begin({ play, wave, hosts }: Event & { type: 'wave-started' }): void {
    const rollout = this.rollouts.current;
    if (!rollout) return;
    const queue = new TaskQueue(() => hosts);
    this.#queues.push({ queue, wave: waveName(rollout, wave) });
    for (const host of hosts) {
      this.#waves.get(play)?.set(host, queue);
      if (this.#ended.has(host)) queue.ended(host);
    }
  }

  #queueOf(play: string, host: string): TaskQueue {
    return this.#waves.get(play)?.get(host) ?? this.#others;
  }

  #of(queue: TaskQueue, blocks: readonly TaskBlock[]): WaveBlock[] {
    const { wave } = this.#queues.find((one) => one.queue === queue) ?? {};
    return blocks.map((block) => ({ ...block, ...(wave !== undefined && { wave }) }));
  }

  #outside(play: string): readonly string[] {
    const hosts = this.#playHosts.get(play) ?? this.#hosts;
    const waves = this.#waves.get(play);
    return waves ? hosts.filter((host) => !waves.has(host)) : hosts;
  }
}
