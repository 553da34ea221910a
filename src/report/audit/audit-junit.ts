import type { AuditFinding } from '../../audit/finding.ts';
import { type Case, junitXml, type Suite } from '../files/junit-xml.ts';
import { collected } from '../fold.ts';
import { type AuditReport, type FailOn, fails } from './audit-report.ts';

/**
 * An audit in JUnit XML: a suite for each host, with a case for each rule that found something there, and one that
 * passes for all the others.
 */
export function auditJunit({ findings, hosts, unreachable, rules }: AuditReport, failOn: FailOn): string {
  const suites = hosts.map((host): Suite => {
    const own = collected(
      findings.filter((one) => one.host === host),
      ({ rule }) => rule,
    );
    const rest = rules.length - own.length;
    const passed: Case = {
      attributes: { classname: host, name: `${rest} other rules` },
      verdict: 'passed',
      kind: '',
      lines: [],
    };
    return { name: host, host, cases: [...own.map((same) => caseOf(same, failOn)), passed], seconds: 0 };
  });
  const gone = unreachable.map(({ host, message }): Suite => {
    const lines = message.split('\n');
    const one: Case = {
      attributes: { classname: host, name: 'audit' },
      verdict: 'error',
      kind: 'not read',
      lines,
    };
    return { name: host, host, cases: [one], seconds: 0 };
  });
  return junitXml('virtfleet audit', [...suites, ...gone]);
}

function caseOf(same: readonly [AuditFinding, ...AuditFinding[]], failOn: FailOn): Case {
  const [{ host, rule, summary, why, todo, place }] = same;
  const isWaived = same.every(({ waiver }) => waiver);
  const said = same.map(({ object, evidence, waiver }) =>
    [
      `${object}: ${evidence}`,
      ...(waiver ? [`(waived until ${waiver.until}, ${waiver.who}: ${waiver.reason})`] : []),
    ].join(' '),
  );
  return {
    attributes: {
      classname: host,
      name: `${rule}: ${summary}`,
      ...(place && { file: place.file, line: String(place.line) }),
    },
    verdict: isWaived ? 'skipped' : same.some((one) => fails(one, failOn)) ? 'failed' : 'passed',
    kind: same[0].severity,
    lines: [...said, why, todo],
  };
}
