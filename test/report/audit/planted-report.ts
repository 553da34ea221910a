import { findingsIn } from '../../../src/audit/evaluate.ts';
import type { AuditFinding } from '../../../src/audit/finding.ts';
import { RULES } from '../../../src/audit/rules/index.ts';
import type { AuditReport } from '../../../src/report/audit/audit-report.ts';
import { recordedFleet } from '../../audit/recorded-host.ts';

/** The report of the recorded fleet on which things are planted. */
export function plantedReport(change: (finding: AuditFinding) => AuditFinding = (one) => one): AuditReport {
  const fleet = { hosts: recordedFleet('planted'), isWhole: true };
  return reportOf(findingsIn(fleet, RULES).map(change));
}

/** A report with these findings. */
export function reportOf(findings: readonly AuditFinding[]): AuditReport {
  return {
    ...{ findings, rules: RULES, hosts: ['hv01', 'hv02'], unseen: [], virtfleet: '1.2.3', exitCode: 3 },
    ...{ playbooks: ['site.yaml'], inventory: ['hosts'] },
    unreachable: [{ host: 'hv03', message: 'No route.' }],
  };
}

/** A finding whose texts a host wrote. */
export function said(text: string): AuditFinding {
  return {
    ...{
      rule: 'autostart-off',
      severity: 'warning',
      summary: 'A running network does not start with the host',
    },
    ...{ host: 'hv01', object: `network ${text}`, evidence: text, why: 'It is lost.', todo: 'Switch it on.' },
  };
}
