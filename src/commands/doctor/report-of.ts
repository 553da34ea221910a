import type { Verdict } from '../../doctor/check.ts';
import { RANKS } from '../../doctor/check.ts';
import type { Diagnosis } from '../../doctor/diagnosis.ts';
import type { DoctorReport } from '../../report/doctor/doctor-report.ts';
import type { UnreadHost } from '../../report/unread-hosts.ts';

/** What hosts came to, as it is shown: over all of them the most probable cause is first. */
export function reportOf(diagnoses: readonly Diagnosis[], unreachable: readonly UnreadHost[]): DoctorReport {
  const sum = (of: keyof Diagnosis['looked']) => diagnoses.reduce((all, { looked }) => all + looked[of], 0);
  const findings = diagnoses.flatMap((one) => one.findings);
  return {
    findings: findings
      .toSorted((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank))
      .map(({ host, subject, asks, id, rank, summary, evidence, commands, fix }) => {
        const fixable = fix !== undefined;
        return { host, subject, id, rank, asks, summary, evidence, commands, fixable };
      }),
    checks: diagnoses.flatMap(({ host, checks }) =>
      checks.map(({ subject, asks, depth, verdict }) => {
        return { host, subject, asks, depth, verdict: verdict.is, evidence: evidenceOf(verdict) };
      }),
    ),
    looked: { hosts: diagnoses.length, networks: sum('networks'), guests: sum('guests') },
    unreachable,
  };
}

function evidenceOf(verdict: Verdict): readonly string[] {
  if (verdict.is === 'well') return verdict.evidence;
  return verdict.is === 'unseen' ? [verdict.why] : verdict.causes.map(({ summary }) => summary);
}
