import type { Event } from '../../plan/run-event.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { type TaskBlock, TaskQueue } from '../task-queue.ts';

/**
 * Puts the outcomes of a dry run together by task, play after play, in the order of the playbook and of the hosts,
 * whichever host is planned first. A play is let go once all of its hosts have ended; what is of no play comes last.
 */
export class PlayQueue {
  readonly #plays = new Map<string, Play>();
  #hosts: readonly string[] = [];

  /** Takes an event in and gives back the tasks that are complete now. */
  tell(event: Event): TaskBlock[] {
    switch (event.type) {
      case 'run-started':
        this.#hosts = event.hosts;
        return [];
      case 'play-started':
        for (const host of event.hosts) this.#of(event.play).open.add(host);
        return [];
      case 'task-ended': {
        const { play, host } = event.record;
        const { outcomes } = this.#of(play);
        outcomes.set(host, [...(outcomes.get(host) ?? []), event.record]);
        return [];
      }
      case 'host-ended':
        for (const { open } of this.#plays.values()) open.delete(event.host);
        return this.#take(([play, { open }]) => play !== '' && open.size === 0);
      case 'run-ended':
        return [...this.#take(([play]) => play !== ''), ...this.#take(() => true)];
      default:
        return [];
    }
  }

  #of(name: string): Play {
    const play = this.#plays.get(name) ?? { open: new Set(), outcomes: new Map() };
    this.#plays.set(name, play);
    return play;
  }

  /** The first plays that are over, in their order. */
  #take(isOver: (play: readonly [string, Play]) => boolean): TaskBlock[] {
    const blocks: TaskBlock[] = [];
    for (const [name, play] of this.#plays) {
      if (!isOver([name, play])) {
        if (name === '') continue;
        break;
      }
      this.#plays.delete(name);
      // Nothing is complete before all of it is in.
      const queue = new TaskQueue(() => ['']);
      for (const host of this.#hosts) for (const one of play.outcomes.get(host) ?? []) queue.add(one);
      blocks.push(...queue.rest());
    }
    return blocks;
  }
}

interface Play {
  /** Hosts that have not ended. */
  open: Set<string>;
  /** By host. */
  outcomes: Map<string, TaskRecord[]>;
}
