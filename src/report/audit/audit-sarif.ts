import type { AuditFinding } from '../../audit/finding.ts';
import { resultOf, sarifText } from '../files/sarif-result.ts';
import type { AuditReport } from './audit-report.ts';

/**
 * An audit in SARIF 2.1.0, for GitHub's code scanning and others: all rules, and a result for each finding, at the task
 * that describes its object where a playbook is given.
 */
export function auditSarif({ rules, findings, virtfleet, playbooks, exitCode }: AuditReport): string {
  return sarifText({
    virtfleet,
    rules: rules.map(({ id, severity, summary, why, todo }) => ({
      id,
      shortDescription: { text: summary },
      fullDescription: { text: why },
      help: { text: `${why}\n${todo}` },
      defaultConfiguration: { level: severity },
    })),
    automationDetails: { id: `virtfleet audit ${playbooks.join(' ')}/` },
    invocation: { executionSuccessful: true, exitCode },
    results: findings.map(ofFinding),
  });
}

function ofFinding({ rule, severity, host, object, evidence, summary, todo, place, waiver }: AuditFinding) {
  const said = {
    ...{ rule, level: severity, host, resource: object, place },
    text: [`${object} on ${host}: ${summary}: ${evidence}`, todo].join('\n'),
    identity: [host, object, evidence],
  };
  if (!waiver) return resultOf(said);
  const justification = `${waiver.reason} (${waiver.who}, until ${waiver.until})`;
  return { ...resultOf(said), suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}
