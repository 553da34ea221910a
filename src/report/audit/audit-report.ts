import type { AuditFinding } from '../../audit/finding.ts';
import type { Rule } from '../../audit/rule.ts';
import type { UnreadHost } from '../unread-hosts.ts';

/** Which findings fail an audit. */
export type FailOn = 'error' | 'warning' | 'none';

/** An audit that has ended, as plain data without secrets. It has no times: the same fleet gives the same report. */
export interface AuditReport {
  /** The worst first; those that are waived, too. */
  findings: readonly AuditFinding[];
  /** All that was looked for, policies of the site included. */
  rules: readonly Pick<Rule, 'id' | 'severity' | 'summary' | 'why' | 'todo'>[];
  /** Those that were asked and answered. */
  hosts: readonly string[];
  unreachable: readonly UnreadHost[];
  /** What could not be seen, each with its hosts. */
  unseen: readonly { what: string; hosts: readonly string[] }[];
  /** As it was typed. */
  playbooks: readonly string[];
  inventory: readonly string[];
  virtfleet: string;
  exitCode: number;
}

/** Whether an audit fails for a finding. */
export function fails({ severity, waiver }: AuditFinding, failOn: FailOn): boolean {
  if (waiver || failOn === 'none') return false;
  return severity === 'error' || failOn === 'warning';
}

/** The exit code: 3 for findings that count, 4 for hosts that could not be asked, as of `drift`. */
export function auditCode(
  { findings, unreachable }: Pick<AuditReport, 'findings' | 'unreachable'>,
  failOn: FailOn,
): 0 | 3 | 4 {
  if (findings.some((one) => fails(one, failOn))) return 3;
  return unreachable.length > 0 ? 4 : 0;
}

export const isOpen = ({ waiver }: AuditFinding) => waiver === undefined;
