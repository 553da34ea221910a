import type { AuditFinding } from '../../audit/finding.ts';
import type { AuditReport } from './audit-report.ts';

/** An audit for programs: one document. */
export function auditJson({ rules, findings, ...report }: AuditReport): string {
  const document = {
    version: 1,
    ...report,
    findings: findings.map(withoutSource),
    rules: rules.map(({ id, severity, summary }) => ({ id, severity, summary })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The place without the whole text of the file. */
function withoutSource({ place, ...finding }: AuditFinding) {
  if (!place) return finding;
  const { file, line, column } = place;
  return { ...finding, place: { file, line, column } };
}
