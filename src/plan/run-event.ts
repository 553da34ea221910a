import type { Mode, Outcome } from './outcome.ts';

/** Everything the engine tells while it works. Reports listen; nothing else prints. */
export type Event =
  | { type: 'run-started'; playbook: string; mode: Mode; hosts: readonly string[] }
  | { type: 'play-started'; play: string; hosts: readonly string[] }
  /** `phase` is what the host does now, for the progress line. */
  | {
      type: 'host-phase';
      host: string;
      phase: 'connecting' | 'waiting' | 'observing' | 'planned' | 'performing' | 'done';
      task?: string;
    }
  | { type: 'task-ended'; outcome: Outcome }
  /** Shown under `-v`. */
  | { type: 'note'; host: string; text: string }
  | { type: 'run-ended'; interrupted: boolean };

export type Listener = (event: Event) => void;
