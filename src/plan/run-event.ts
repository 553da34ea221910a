import type { Evidence } from './evidence.ts';
import type { Mode } from './outcome.ts';
import type { Gate, PlannedRollout } from './rollout.ts';
import type { TaskRecord } from './task-record.ts';

/**
 * Something that happened in a run. A dry run reports the tasks of a host together, once all of them are planned, so
 * their times lie before those of other hosts' events.
 */
export type Happening =
  | { type: 'run-started'; playbook: string; mode: Mode; operator: string; hosts: readonly string[] }
  | { type: 'play-started'; play: string; hosts: readonly string[] }
  /** It is known which hosts of a play are in which wave; without this event a play has one. */
  | ({ type: 'rollout-planned' } & PlannedRollout)
  /** A wave begins: the first one is 1. */
  | { type: 'wave-started'; play: string; wave: number; hosts: readonly string[] }
  | { type: 'wave-ended'; play: string; wave: number; failed: readonly string[] }
  /** What is asked behind a wave; `until` (ISO 8601) where it ends by itself. */
  | { type: 'gate-started'; play: string; wave: number; gate: Gate; until?: string }
  | ({ type: 'gate-ended'; play: string; wave: number; gate: Gate } & GateEnd)
  /** No further wave of the play begins. */
  | { type: 'rollout-stopped'; play: string; wave: number; why: string }
  /** The host is contacted. One whose turn never comes has no start, but an end. */
  | { type: 'host-started'; host: string }
  /** What a host waits for: the end of another run's guarded change, or its turn in a play. */
  | { type: 'host-waiting'; host: string; for: 'other-run' | 'turn' }
  /** A task is planned or performed. What is skipped or never begins has no start. */
  | { type: 'task-started'; host: string; play: string; task: string }
  | { type: 'task-ended'; record: TaskRecord }
  /** What the host has to say beside its tasks, in a drift check or where a drawing of it is made. */
  | { type: 'host-evidence'; host: string; evidence: Evidence }
  /** Nothing more is done on the host. */
  | { type: 'host-ended'; host: string }
  | { type: 'run-ended'; interrupted: boolean };

/**
 * How a gate ended: `message` is why it, or of a play that may fail on some hosts one of them, did not pass.
 * `interrupted` is set where it was left before it came to anything.
 */
export interface GateEnd {
  passed: boolean;
  interrupted?: true;
  message?: string;
}

/**
 * What listeners get: which run it was, as the journals of the hosts name it, and when it happened (ISO 8601, of the
 * controller's clock). It holds no secret and is JSON as it is.
 */
export type Event = { run: string; time: string } & Happening;

/** Reports, histories and progress lines listen. Nothing else prints. */
export type Listener = (event: Event) => void;
