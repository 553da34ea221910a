import type { Finding } from '../../drift/finding.ts';
import { exitCode } from '../exit-code.ts';
import type { RunRecord } from '../run-record.ts';

/** Which findings a check fails for: those that are new, all, or none. */
export type FailOn = 'any' | 'new' | 'none';

/** The exit code of a drift check: a host that could not be checked is worse than one that differs. */
export function driftCode(findings: readonly Finding[], record: RunRecord, failOn: FailOn): number {
  const { tasks, interrupted } = record;
  const others = tasks.filter(({ status }) => status !== 'would-change');
  const code = exitCode(others, { mode: 'drift', exitCode: true, interrupted });
  if (code === 130 || code === 2) return code;
  return findings.some((one) => counts(one, failOn)) ? 3 : code;
}

/** Whether a check fails for a finding. What cannot be compared, such as a command of the playbook, is no difference. */
export function counts({ state, isNew, changes }: Finding, failOn: FailOn): boolean {
  if (failOn === 'none' || (failOn === 'new' && !isNew) || state === 'waived') return false;
  return state === 'unmanaged' || changes.some(({ proof }) => proof === 'observed');
}
