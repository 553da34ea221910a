import { NO_IMPACT } from '../../src/plan/change.ts';
import type { Event, Happening } from '../../src/plan/run-event.ts';
import type { ChangeRecord, TaskRecord } from '../../src/plan/task-record.ts';

/** An outcome of task `network lab` in play `Networks`, but for what the test is about. */
export function outcome(host: string, rest: Partial<TaskRecord> = {}): TaskRecord {
  return {
    host,
    play: 'Networks',
    task: 'network lab',
    module: 'network',
    started: '2026-11-28T12:00:01.000Z',
    ended: '2026-11-28T12:00:02.000Z',
    status: 'ok',
    changes: [],
    ...rest,
  };
}

export function change(what: string, rest: Partial<ChangeRecord> = {}): ChangeRecord {
  const about = { action: 'update', proof: 'observed', what, before: null, after: null } as const;
  return { ...about, impact: NO_IMPACT, steps: [], ...rest };
}

/** An event of a run of `site.yaml`. */
export function event(happening: Happening): Event {
  return { run: '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11', time: '2026-11-28T12:00:00.000Z', ...happening };
}

export function started(hosts: readonly string[], mode: 'apply' | 'check' | 'drift' = 'apply'): Event {
  return event({ type: 'run-started', playbook: 'site.yaml', mode, operator: 'alice@laptop', hosts });
}

export const ENDED = event({ type: 'run-ended', interrupted: false });
