import { type Finding, resourceOf } from '../../drift/finding.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { counts } from '../drift/drift-code.ts';
import type { Report } from './report.ts';

/** What a task on a host comes to for a program that counts tests. */
export type Verdict = 'passed' | 'failed' | 'error' | 'skipped';

/** The findings of a report by what they are about. */
export class FindingsByTask {
  readonly #byTask = new Map<string, Finding[]>();

  constructor(findings: readonly Finding[]) {
    for (const one of findings) {
      const key = JSON.stringify([one.host, one.resource, one.task]);
      this.#byTask.set(key, [...(this.#byTask.get(key) ?? []), one]);
    }
  }

  of(task: TaskRecord): readonly Finding[] {
    return this.#byTask.get(JSON.stringify([task.host, resourceOf(task), task.task])) ?? [];
  }
}

/** A task fails as it does in the exit code. A host that is not there is an error; what is waived counts as skipped. */
export function verdictOf(
  task: TaskRecord,
  own: readonly Finding[],
  { record: { mode }, failOn }: Report,
): Verdict {
  const { status, ignored, rescued } = task;
  switch (status) {
    case 'unreachable':
      return ignored ? 'skipped' : 'error';
    case 'lost':
      return 'error';
    case 'blocked':
    case 'failed':
    case 'not-converged':
    case 'reverted':
      return ignored || rescued ? 'passed' : 'failed';
    case 'skipped':
    case 'not-started':
      return 'skipped';
    case 'would-change':
      if (mode !== 'drift') return failOn === 'none' ? 'passed' : 'failed';
      if (own.some((one) => counts(one, failOn))) return 'failed';
      return own.length > 0 && own.every(({ state }) => state === 'waived') ? 'skipped' : 'passed';
    case 'ok':
    case 'changed':
      return 'passed';
  }
}
