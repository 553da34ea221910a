import type { PlannedHost } from '../../src/engine/host-settings.ts';
import { outcomeOf } from '../../src/engine/task-result.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import type { Probe } from '../../src/plan/probe.ts';
import { recordOf, type TaskRecord } from '../../src/plan/task-record.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import type { SavedPlan } from '../../src/saved-plan/saved-plan.ts';

export const ID = '5a1c9a4e-0000-4000-8000-000000000001';
const TIME = '2026-11-29T12:00:00.000Z';

/** A plan of one host, `hv01`. */
export function savedPlan(more: Partial<SavedPlan> = {}, tasks: readonly TaskRecord[] = []): SavedPlan {
  return {
    version: 1,
    id: ID,
    virtfleet: '1.2.0',
    author: { operator: 'alice@laptop', email: 'alice@example.com' },
    created: TIME,
    expires: '2999-01-01T00:00:00.000Z',
    commit: { id: 'c0ffee', changed: false },
    projects: ['site'],
    playbooks: ['site.yaml'],
    inventory: ['hosts'],
    limit: null,
    tags: [],
    skipTags: [],
    startAtTask: null,
    become: false,
    forceHandlers: false,
    extraVars: [],
    salt: '00'.repeat(16),
    secrets: '0'.repeat(32),
    inputs: [],
    rollouts: [],
    answers: [],
    record: {
      run: 'r',
      operator: 'alice@laptop',
      playbook: 'site.yaml',
      mode: 'check',
      started: TIME,
      ended: TIME,
      hosts: ['hv01'],
      tasks,
      interrupted: false,
    },
    ...more,
  };
}

/** What was planned of tasks on a host that answers so, by the keys of probes. */
export function plannedHost(
  tasks: readonly { task: ResolvedTask; status: Outcome['status']; more?: Partial<Outcome> }[],
  answers: Readonly<Record<string, string>>,
): PlannedHost {
  const planned = tasks.map(({ task, status, more }) => ({
    task,
    outcome: outcomeOf('hv01', task, { status, ...more }),
  }));
  const known = ({ key, ...probe }: Probe) => {
    const text = answers[key];
    if (text === undefined) return undefined;
    const stdout = Buffer.from(text);
    const raw = { answers: [{ status: 0, stdout, stderr: Buffer.alloc(0) }], stream: [stdout] };
    return { probe: { key, ...probe }, value: text, raw };
  };
  const outcomes = planned.map(({ outcome }) => outcome);
  return { tasks: planned, outcomes, known: (_, probe) => known(probe) };
}

export function recordsOf({ outcomes }: PlannedHost): TaskRecord[] {
  return outcomes.map((outcome) => recordOf(outcome, { ended: Date.parse(TIME) }, (data) => data));
}
