import { type Mode, stops } from '../../plan/outcome.ts';
import type { Event } from '../../plan/run-event.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { Rollouts } from '../rollout/rollouts.ts';

/** What a host is at, and since when. */
export interface Working {
  doing: string;
  since: number;
}

/** How a host stands out; a later one outweighs an earlier one. */
export const MARKS = ['changed', 'failed', 'unreachable'] as const;
export type Mark = (typeof MARKS)[number];

/** Where each host of a run is, from its events. `now` is in milliseconds. */
export class FleetState {
  readonly rollouts = new Rollouts();
  /** The one that is at it for the longest time is the first. */
  readonly working = new Map<string, Working>();
  readonly done = new Set<string>();
  readonly marks = new Map<string, Mark>();
  /** Of the wave that goes on, hosts that are done with the play. */
  readonly doneInWave = new Set<string>();
  started = 0;
  total = 0;
  mode: Mode = 'apply';
  readonly plays: string[] = [];
  /** Hosts of the wave that goes on, and whether they have begun with a task of the play. */
  #wave = new Map<string, boolean>();

  tell(event: Event, now: number): void {
    this.rollouts.tell(event);
    switch (event.type) {
      case 'run-started':
        this.total = event.hosts.length;
        this.mode = event.mode;
        this.started = now;
        return;
      case 'play-started':
        this.plays.push(event.play);
        return;
      case 'wave-started':
        this.doneInWave.clear();
        for (const host of event.hosts) if (this.done.has(host)) this.doneInWave.add(host);
        this.#wave = new Map(event.hosts.map((host) => [host, false]));
        return;
      case 'wave-ended':
        for (const host of this.#wave.keys()) this.#rests(host, true);
        return;
      case 'gate-ended':
        for (const host of this.#wave.keys()) this.working.delete(host);
        return;
      case 'host-started':
        this.#works(event.host, 'connecting', now);
        break;
      case 'host-waiting':
        if (event.for === 'turn') this.#rests(event.host, this.#wave.get(event.host) === true);
        else this.#works(event.host, 'waiting for another run', now);
        break;
      case 'task-started':
        // Planned tasks are reported all at once, so that a dry run has nothing to say of them here.
        if (this.mode !== 'apply') return;
        if (this.#wave.has(event.host)) this.#wave.set(event.host, true);
        this.#works(event.host, event.task, now);
        break;
      case 'task-ended':
        this.#mark(event.record);
        break;
      case 'host-ended':
        this.done.add(event.host);
        this.#rests(event.host, this.#wave.has(event.host));
        break;
    }
  }

  #works(host: string, doing: string, since: number): void {
    this.working.delete(host);
    this.working.set(host, { doing, since });
  }

  #rests(host: string, isDoneInWave: boolean): void {
    this.working.delete(host);
    if (isDoneInWave) this.doneInWave.add(host);
  }

  #mark(record: TaskRecord): void {
    const { host, status } = record;
    const isChange = status === 'changed' || status === 'would-change';
    if (!isChange && !stops(record)) return;
    const mark = isChange ? 'changed' : status === 'unreachable' ? status : 'failed';
    const before = this.marks.get(host);
    if (before === undefined || MARKS.indexOf(mark) > MARKS.indexOf(before)) this.marks.set(host, mark);
  }
}
