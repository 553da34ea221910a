import type { Mode } from '../plan/outcome.ts';
import type { Event, Listener } from '../plan/run-event.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { type RolloutRecord, Rollouts } from './rollout/rollouts.ts';

/** A run that has ended, as plain data. */
export interface RunRecord {
  /** The id that the journals and the locks of the hosts have, too. */
  run: string;
  /** `name@machine`. */
  operator: string;
  playbook: string;
  mode: Mode;
  /** ISO 8601, of the controller's clock. */
  started: string;
  ended: string;
  /** Every host of the run, also those of which no task is reported. */
  hosts: readonly string[];
  tasks: readonly TaskRecord[];
  interrupted: boolean;
  /** How the waves of its plays went, where a play has several. */
  rollouts?: readonly RolloutRecord[];
}

/** Listens to a run and keeps what reports and histories need of it. */
export class RunRecorder {
  readonly #tasks: TaskRecord[] = [];
  readonly #rollouts = new Rollouts();
  #start: (Event & { type: 'run-started' }) | undefined;
  #record: RunRecord | undefined;

  readonly listener: Listener = (event) => {
    this.#rollouts.tell(event);
    if (event.type === 'run-started') this.#start = event;
    if (event.type === 'task-ended') this.#tasks.push(event.record);
    if (event.type !== 'run-ended' || !this.#start) return;
    const { run, operator, playbook, mode, time: started, hosts } = this.#start;
    const { time: ended, interrupted } = event;
    const rollouts = this.#rollouts.all;
    // Where nothing is done, it means nothing which host answered first.
    const tasks = mode === 'apply' ? this.#tasks : byHost(this.#tasks, hosts);
    this.#record = {
      ...{ run, operator, playbook, mode, started, ended, hosts, tasks, interrupted },
      ...(rollouts.length > 0 && { rollouts }),
    };
  };

  /** Throws while the run has not ended. */
  get record(): RunRecord {
    if (!this.#record) throw new Error('the run has not ended');
    return this.#record;
  }
}

/** In the order of the hosts, those of a host as they came. */
function byHost(tasks: readonly TaskRecord[], hosts: readonly string[]): TaskRecord[] {
  const place = new Map(hosts.map((host, index) => [host, index]));
  return tasks.toSorted((one, other) => (place.get(one.host) ?? 0) - (place.get(other.host) ?? 0));
}
